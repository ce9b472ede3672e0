/* Every page works without this file. Data attributes ask for behaviour, so the policy stays
   `default-src 'self'`. */
(() => {
'use strict';
const { documentElement: root, body } = document;
const words = JSON.parse(document.currentScript.dataset.words);
const $ = (s, at = document) => at.querySelector(s), $$ = (s, at = document) => [...at.querySelectorAll(s)];
const say = (key, value) => words[key].replace(/\{[ns]\}/, value);
const listen = document.addEventListener.bind(document);
const on = (type, selector, act) => listen(type, e => {
 const hit = e.target.closest?.(selector);
 if (hit) act(e, hit);
});
const el = (tag, props, ...inside) => {
 const made = Object.assign(document.createElement(tag), props);
 made.append(...inside);
 return made;
};
const stop = e => e.preventDefault();
const clone = template => template.content.firstElementChild.cloneNode(true);
const put = (at, values) => { for (const s in values) $(s, at).textContent = values[s]; };
const memory = (key, value) => {
 try { return value === undefined ? localStorage[key] : localStorage[key] = value; } catch { /* forgotten */ }
};
const changed = field => ['input', 'change'].forEach(type => field.dispatchEvent(new Event(type, { bubbles: true })));

/* == Server */
const headers = () => ({ 'X-CSRFToken': $('meta[name=csrf-token]')?.content, Accept: 'application/json' });
const post = (url, data) => fetch(url, { method: 'POST', body: data, headers: headers() });
const part = async (url, name) => {
 const answer = await fetch(url, { headers: { 'X-Part': name } });
 if (!answer.ok) throw new Error(answer.status);
 const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
 $$('noscript', page).forEach(n => n.remove());
 return page;
};
const show = async (pane, url) => {
 pane.wanted = url;
 const page = await part(url, 'preview');
 if (pane.wanted !== url) return;
 pane.replaceChildren(...($('[data-peek],main', page) || page.body).childNodes);
 pane.scrollTop = 0;
 enhance(pane);
};

/* == Toasts */
const fade = box => setTimeout(() => { if (!box.contains(document.activeElement)) box.remove(); }, 9000);
const toast = text => {
 const box = clone($('#cv-toast'));
 put(box, { p: text });
 $('[data-toasts]').append(box);
 fade(box);
};
const offline = () => toast(words.offline);
on('click', '[data-close-toast]', (e, button) => button.closest('.cv-toast').remove());

/* == Dialogs: pages shown in place */
const dialogOf = (id, wire) => new Promise(done => {
 if (!$(id)) return;
 const dialog = clone($(id));
 body.append(dialog);
 wire(dialog, value => { done(value); dialog.close(); });
 dialog.onclose = () => { done(false); dialog.remove(); };
 dialog.showModal();
});
const ask = text => dialogOf('#cv-ask', (dialog, done) => {
 put(dialog, { '[data-text]': text });
 $('[data-yes]', dialog).onclick = () => done(true);
});
const showKeys = () => dialogOf('#cv-keys', dialog => {
 const box = $('[data-keys-on]', dialog);
 box.checked = memory('cv-keys') !== 'off';
 box.onchange = () => memory('cv-keys', box.checked ? 'on' : 'off');
});
const opened = {};
const openDialog = async href => {
 let dialog = opened[href];
 if (!dialog) {
  const inside = $('[data-dialog-body]', await part(href, 'dialog'));
  dialog = opened[href] = el('dialog', { className: inside.className.replace('cv-dlg--page', '') }, ...inside.childNodes);
  dialog.setAttribute('aria-labelledby', inside.getAttribute('aria-labelledby'));
  body.append(dialog);
  enhance(dialog);
 }
 dialog.showModal();
 $('[autofocus],textarea,input:not([type=hidden]),select', dialog)?.focus();
};
on('click', 'a[data-dialog]', (e, link) => {
 if (e.ctrlKey || e.metaKey || e.shiftKey) return;
 stop(e);
 openDialog(link.href).catch(() => { location = link.href; });
});
on('click', 'dialog [data-close]', (e, button) => { stop(e); button.closest('dialog').close(); });
on('click', '[data-keys]', showKeys);
on('click', '[data-print]', () => print());

/* == Forms: once, and nothing lost */
const busy = new Set(), dirty = new Set(), passed = new WeakSet(), sure = new WeakSet(), waiting = new Map();
const buttons = form => [...form.elements].filter(x => x.type === 'submit');
const lock = form => buttons(form).forEach(b => { b.ariaDisabled = busy.has(form) || null; });
const hold = form => { busy.add(form); setTimeout(lock, 0, form); };
const release = form => { busy.delete(form); lock(form); };
const again = (form, by) => { release(form); form.requestSubmit(by); };
// The page keeps its own token, which says whose it is, until that person is signed in again.
const session = async () => {
 const answer = await fetch(body.dataset.sessionUrl, { cache: 'no-store', headers: headers() });
 const told = await answer.json();
 if (answer.ok) {
  $('meta[name=csrf-token]').content = told.csrf_token;
  $$('[name=csrf_token]').forEach(i => { i.value = told.csrf_token; });
 }
 return { ...told, ok: answer.ok };
};
const signInHere = async form => {
 const { csrf_token: fresh } = await session(), data = new FormData(form);
 data.set('csrf_token', fresh);
 data.set('page', $('meta[name=csrf-token]').content);
 const answer = await post(form.action, data);
 return answer.ok ? session() : answer.json();
};
let asking;
const signIn = why => asking ||= dialogOf('#cv-signin', (dialog, done) => {
 const form = $('form', dialog);
 put(form, { '[data-error]': why });
 form.onsubmit = async e => {
  stop(e);
  const told = await signInHere(form).catch(() => null);
  if (told?.ok) { done(true); return; }
  put(form, { '[data-error]': told?.problems?.join(' ') || words.offline });
  form.password.value = '';
  form.password.focus();
 };
}).finally(() => { asking = null; });
const ready = async () => {
 if (!body.dataset.sessionUrl) return true;
 const told = await session();
 return told.ok || signIn(told.problems?.join(' ') || '');
};
const keep = async (form, by) => {
 hold(form);
 try {
  await Promise.all(waiting.get(form) || []);
  if (await ready()) { passed.add(form); again(form, by); return; }
 } catch { offline(); }
 release(form);
};
listen('submit', e => {
 const form = e.target, by = e.submitter, bad = $('.cv-up.bad button', form);
 if (form.matches('[data-signin]')) return;
 if (form.matches('[data-theme-form]')) { stop(e); theme(form, by); return; }
 if (busy.has(form) || bad) {
  stop(e);
  if (bad) { passed.delete(form); toast(words.bad_file); bad.focus(); }
  return;
 }
 if (form.dataset.confirm && !sure.delete(form)) {
  stop(e);
  ask(form.dataset.confirm).then(yes => { if (yes) { sure.add(form); again(form, by); } });
  return;
 }
 if (form.matches('[data-keep]') && !passed.delete(form)) { stop(e); keep(form, by); return; }
 dirty.delete(form);
 // What is only asked for may be a file, and leave this page where it is.
 if (form.method !== 'get') hold(form);
});
addEventListener('pageshow', e => { if (e.persisted) busy.forEach(release); });
addEventListener('beforeunload', e => { if ([...dirty].some(f => f.isConnected)) stop(e); });
on('input', 'form[data-keep]', (e, form) => dirty.add(form));
const theme = (form, button) => {
 post(form.action, new FormData(form, button)).catch(offline);
 root.dataset.bsTheme = button.value;
 button.value = button.value === 'dark' ? 'light' : 'dark';
};

/* == Keys */
const here = () => document.activeElement.closest('.cv-row');
const step = by => {
 const all = $$('[data-rows] .cv-subj'), row = here(), at = all.findIndex(a => a.closest('.cv-row') === (row || peeked));
 all[row || at < 0 ? at + by : at]?.focus();
};
const keys = { j: () => step(1), k: () => step(-1), x: () => $('[name=ids]', here() || root)?.click(), '/': () => $('[data-search]')?.select(), '?': showKeys };
listen('keydown', e => {
 const plain = !e.ctrlKey && !e.metaKey && !e.altKey;
 if (!plain && e.key === 'Enter') {
  const form = e.target.form || $('dialog[open] form') || $('main form[data-keep]'), all = form ? buttons(form) : [];
  const button = all.find(b => b.matches('[data-primary]')) || all.find(b => b.matches('.btn-primary'));
  if (button) { stop(e); button.click(); }
 }
 if (e.key === 'Escape') $$('[data-pop][open]').forEach(d => { d.open = false; $('summary', d).focus(); });
 if (!plain || !keys[e.key] || $('dialog[open]') || memory('cv-keys') === 'off') return;
 if (e.target.matches('input:not([type=checkbox],[type=radio]),textarea,select')) return;
 stop(e);
 keys[e.key]();
});
listen('click', e => $$('[data-pop][open]').forEach(d => { if (!d.contains(e.target)) d.open = false; }));

/* == Preview */
let timer, peeked;
const peek = row => {
 const pane = $('[data-peek-target]');
 if (!pane || innerWidth < 1200 || row === peeked) return;
 peeked = row;
 $$('[data-rows] .on').forEach(r => r.classList.remove('on'));
 row.classList.add('on');
 clearTimeout(timer);
 timer = setTimeout(() => show(pane, row.dataset.peek).catch(() => pane.replaceChildren(el('p', {}, words.no_preview))), 90);
};
on('focusin', '.cv-row[data-peek]', (e, row) => peek(row));
on('click', '.cv-row[data-peek]', (e, row) => { if (!e.target.closest('a,label')) $('.cv-subj', row).focus(); });
on('change', '[name=ids]', () => $$('[data-bulk-count]').forEach(n => { n.textContent = $$('[name=ids]:checked').length; }));

/* == Reading */
on('change', '[data-file] [name=read]', (e, radio) => memory('cv-read', radio.value));
on('click', '[data-parts] a', (e, link) => { for (const a of link.parentElement.children) a.ariaCurrent = a === link || null; });

/* == Helps in forms */
on('click', '[data-phrase]', (e, chip) => {
 const box = $(chip.parentElement.dataset.phrases), at = box.selectionStart;
 const text = (at && !/\s/.test(box.value[at - 1]) ? ' ' : '') + chip.dataset.phrase, gap = text.indexOf('…');
 box.focus();
 box.setRangeText(text, at, box.selectionEnd, 'end');
 if (gap >= 0) box.setSelectionRange(at + gap, at + gap + 1);
 changed(box);
});
const give = (field, value) => { field.value = value; changed(field); };
on('click', '[data-set] [data-value]', (e, chip) => give($(chip.parentElement.dataset.set), chip.dataset.value));
const pressed = field => $$(`[data-set="#${field.id}"] [data-value]`).forEach(c => { c.ariaPressed = c.dataset.value === field.value; });
on('input', 'input[id]', (e, field) => pressed(field));
on('change', '[data-date],.cv-duein', (e, field) => {
 const [, day, month, year] = /^(\d{1,2})[/.-]?(\d{1,2})(?:[/.-]?(\d{4}|\d{2}))?$/.exec(field.value.trim()) || [];
 if (!day) return;
 field.value = `${day.padStart(2, 0)}/${month.padStart(2, 0)}/${year ? year.padStart(4, '20') : new Date().getFullYear()}`;
 pressed(field);
});
const calendar = field => {
 const frame = clone($('#cv-calendar')), [button, native] = frame.children;
 field.before(frame);
 frame.prepend(field);
 button.onclick = () => {
  native.value = field.value.split('/').reverse().join('-');
  native.showPicker();
 };
 native.onchange = () => give(field, native.value.split('-').reverse().join('/'));
};
const fold = text => text.normalize().toLowerCase().replace(/[^\0-\x7f]/g, c => c === 'đ' ? 'd' : c.normalize('NFD')[0]);
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ -?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€¤]*$/;
const parts = text => {
 const plain = GSM.test(text), size = text.length + (plain ? text.replace(/[^^{}\\[~\]|€]/g, '').length : 0), [one, many] = plain ? [160, 153] : [70, 67];
 return size > one ? Math.ceil(size / many) : +!!size;
};
const count = out => {
 const box = $(out.dataset.count), tell = () => {
  const text = box.value.normalize(), told = [say('letters', text.length)];
  if ('sms' in out.dataset) told.push(say('parts', parts(text)));
  if (told[1] && !GSM.test(text)) told.push(say('parts_plain', parts(fold(text))));
  out.textContent = told.join(', ');
 };
 box.oninput = tell;
 tell();
};

/* == Files, sent at once */
const touched = new WeakSet();
listen('input', e => { if (e.isTrusted) touched.add(e.target); });
const fill = (form, fields = {}) => Object.entries(fields).forEach(([name, proposed]) => {
 const field = form.elements[name], frame = field?.closest?.('.cv-f');
 if (!frame || touched.has(field) || (field.value && !frame.dataset.conf)) return;
 field.value = proposed.value;
 frame.dataset.conf = proposed.conf;
 if (!$('.cv-conf', frame)) $('label', frame).append(el('span', { className: 'cv-conf' }));
 put(frame, { '.cv-conf': proposed.note || '' });
});
const paneOf = at => $(at.closest('[data-preview-target]')?.dataset.previewTarget || '[data-none]');
const firstOf = list => paneOf(list) && $('.cv-up:not(.bad) a:not([hidden])', list);
on('click', '[data-up-remove]', (e, button) => {
 const list = button.closest('ul');
 button.closest('li').remove();
 paneOf(list)?.replaceChildren();
 firstOf(list)?.click();
});
const send = (zone, file) => {
 const list = $('[data-ups]', zone), row = clone($('[data-up]', zone)), form = zone.closest('form');
 const hidden = $('input', row), view = $('a', row), drop = $('button', row), bar = el('progress', { value: 0, ariaLabel: say('sending', file.name) });
 const data = new FormData(), ask = new XMLHttpRequest();
 data.append('file', file);
 put(row, { b: file.name });
 drop.ariaLabel += ` ${file.name}`;
 drop.onclick = () => ask.abort();
 hidden.disabled = view.hidden = true;
 row.append(bar);
 if (!$('[type=file]', zone).multiple) list.replaceChildren();
 list.append(row);
 const attempt = () => new Promise(done => {
  ask.onloadend = done;
  ask.open('POST', zone.dataset.uploadUrl);
  Object.entries(headers()).forEach(pair => ask.setRequestHeader(...pair));
  ask.send(data);
 });
 ask.upload.onprogress = e => { bar.value = e.loaded / e.total; };
 const transfer = async () => {
  if (!await ready()) return [words.signed_out];
  await attempt();
  if (ask.status !== 401) return [];
  if (!await ready()) return [words.signed_out];
  await attempt();
  return [];
 };
 const arrived = transfer().catch(() => [words.not_sent]).then(unsent => {
  let told = {};
  try { told = JSON.parse(ask.responseText); } catch { /* the words below say it */ }
  bar.remove();
  row.classList.toggle('bad', !told.token);
  if (told.token) {
   hidden.disabled = false;
   hidden.value = told.token;
   put(row, { '[data-size]': told.size + (told.pages ? `, ${say('pages', told.pages)}` : '') });
   view.hidden = !told.preview_url;
   view.href = told.preview_url;
   if (form) { dirty.add(form); fill(form, told.fields); }
   put(zone, { '[data-up-status]': say('sent', file.name) });
  }
  const said = [...unsent, ...told.problems || []];
  const wrong = said.length || told.token ? said : [ask.status === 413 ? words.too_big : ask.status ? words.refused : words.not_sent];
  $('.cv-up__n', row).append(...wrong.map(text => el('span', { className: 'cv-err' }, text)));
  const main = firstOf(list);
  if (!paneOf(zone)?.wanted || main === view) main?.click();
 });
 if (form) waiting.set(form, [...waiting.get(form) || [], arrived]);
};
on('click', '[data-preview]', (e, link) => {
 const pane = paneOf(link);
 if (!pane) return;
 stop(e);
 show(pane, link.href).catch(() => { location = link.href; });
});
const uploads = zone => {
 const input = $('[type=file]', zone), box = $('.cv-drop', zone), area = zone.closest('.cv-file') || zone;
 const take = files => [...files].forEach(f => send(zone, f)), over = (e, is) => { stop(e); box.classList.toggle('over', is); };
 input.onchange = () => { take(input.files); input.value = ''; };
 area.ondragover = e => over(e, true);
 area.ondragleave = e => over(e, area.contains(e.relatedTarget));
 area.ondrop = e => { over(e, false); take(e.dataTransfer.files); };
};

/* == People picker */
const indexes = {};
const people = url => indexes[url] ||= fetch(url).then(a => a.json()).then(all => all.map(p => {
 const text = fold(p.name);
 return { ...p, text, hay: ` ${text} ${fold(p.sub)}`, last: text.split(' ').at(-1) };
}));
const termsOf = asked => fold(asked).split(/\s+/);
const search = (all, asked) => {
 const typed = asked.normalize().toLowerCase(), plain = fold(typed), terms = termsOf(asked);
 const every = (text, before = '') => terms.every(t => text.includes(before + t));
 const rank = p => every(p.text) * 8 + every(p.hay, ' ') * 16 + (p.last === terms.at(-1)) * 4 + p.text.startsWith(plain) * 4
  - !!p.away * 2 + (typed !== plain && p.name.toLowerCase().includes(typed)) * 64;
 return all.filter(p => every(p.hay)).sort((a, b) => rank(b) - rank(a)).slice(0, 8);
};
const underlined = (names, terms) => names.flatMap(w => [terms.some(t => t && fold(w).startsWith(t)) ? el('mark', {}, w) : w, ' ']);
const picker = box => {
 const input = $('[role=combobox]', box), list = $('[role=listbox]', box), [blank, choice] = $$('template', box);
 const given = $(`#${box.dataset.picker}-given`), due = $(box.dataset.due || '[data-none]');
 const roles = $$('option', blank.content).map(o => o.disabled ? 0 : o.value);
 const leads = () => $$('select', given).filter(s => s.value === roles[0]), tell = text => put(box, { '[data-pick-status]': text });
 const absence = p => [p.sub, p.away].filter(Boolean).join('. ');
 let found = [], at;
 const close = () => { at = -1; list.hidden = true; input.ariaExpanded = false; input.removeAttribute('aria-activedescendant'); };
 const move = to => {
  at = (to + found.length) % found.length;
  [...list.children].forEach((o, i) => { o.ariaSelected = i === at; });
  input.setAttribute('aria-activedescendant', list.children[at].id);
  list.children[at].scrollIntoView({ block: 'nearest' });
 };
 const add = (person, role) => {
  if (!person) return;
  let row = $(`[data-given="${person.id}"]`, given);
  if (!row) {
   row = clone(blank);
   row.dataset.given = $('input', row).value = person.id;
   put(row, { '[data-n]': person.name, '[data-s]': absence(person) });
   $$('[aria-label]', row).forEach(x => { x.ariaLabel += ` ${person.name}`; });
   given.append(row);
  }
  const select = $('select', row), field = $('.cv-duein', row);
  give(select, role || roles.find((r, i) => r && (i || !leads().length)));
  if (due && field && select.value !== roles[2]) field.value = due.value;
  input.value = '';
  look();
  tell(say('added', `${person.name}, ${select.selectedOptions[0].text}`));
 };
 const look = async () => {
  const asked = input.value.trim(), all = await people(box.dataset.indexUrl);
  if (asked !== input.value.trim()) return;
  close();
  found = asked ? search(all, asked) : all.filter(p => p.first);
  list.replaceChildren(...found.map((p, i) => {
   const option = clone(choice), names = p.name.split(' ');
   put(option, { '.cv-ava': (names[0][0] + names.at(-1)[0]).toUpperCase(), '[data-s]': absence(p), '[data-o]': say('open', p.open), [p.late ? 'b' : 'i']: p.late ? say('late', p.late) : words.none_late });
   $('[data-n]', option).append(...underlined(names, termsOf(asked)));
   if (p.away) option.className += ' off';
   option.id = `${list.id}-${i}`;
   return option;
  }));
  list.hidden = !found.length;
  input.ariaExpanded = !list.hidden;
  if (!asked) return;
  tell(found.length ? say('found', found.length) : words.nobody);
  if (found.length) move(0);
 };
 look();
 input.oninput = look;
 input.onfocus = () => box.scrollIntoView();
 input.onkeydown = e => {
  if (e.ctrlKey || e.metaKey) return;
  // After a space a digit is part of a name: "tổ dân phố 7".
  const role = /\S$/.test(input.value) && '123'.includes(e.key) && roles[e.key - 1];
  if (e.key === 'Enter' && list.hidden) look().then(() => add(found[at]));
  else if (list.hidden) return;
  else if (e.key === 'ArrowDown') move(at + 1);
  else if (e.key === 'ArrowUp') move(Math.max(at, 0) - 1);
  else if (e.key === 'Escape') close();
  else if (e.key === 'Enter' || role) add(found[at], role);
  else return;
  stop(e);
 };
 list.onmousedown = stop;
 list.onclick = e => add(found[[...list.children].indexOf(e.target.closest('.cv-opt'))]);
 given.onclick = e => {
  if (!e.target.closest('[data-drop]')) return;
  e.target.closest('li').remove();
  input.focus();
 };
 // One lead: naming another makes the first a co-handler.
 given.onchange = e => {
  if (e.target.value === roles[0]) leads().forEach(s => { if (s !== e.target) s.value = roles[1]; });
  if (e.target.matches('.cv-duein')) e.target.dataset.own = '';
 };
 if (due) due.onchange = () => $$('li', given).forEach(row => {
  if ($('select', row).value !== roles[2]) $$('.cv-duein:not([data-own])', row).forEach(f => { f.value = due.value; });
 });
};

/* == Start */
const each = { '[data-upload-url]': uploads, '[data-picker]': picker, '[data-count]': count,
 'input[data-date]': calendar, '[data-set]': chips => pressed($(chips.dataset.set)) };
const enhance = at => {
 for (const selector in each) $$(selector, at).forEach(each[selector]);
 const way = memory('cv-read') || (innerWidth < 768 ? 'text' : 'page');
 $$(`[data-file] [name=read][value=${way}]`, at).forEach(r => { r.checked = true; });
};
enhance(document);
addEventListener('cv-added', e => enhance(e.target));
$('[data-refused]')?.focus();
// What stands in a page from the start is not announced.
$$('[data-toasts] .cv-toast').forEach(box => {
 requestAnimationFrame(() => box.parentElement.append(box));
 if (!$('form', box)) fade(box);
});
const first = $('.cv-row.on[data-peek]') || $('.cv-row[data-peek]');
if (first && $('[data-peek-target] .cv-peek__0')) peek(first);
})();
