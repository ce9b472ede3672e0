/* Progressive: every page works without this file. Behaviour is asked for by data attributes alone, so that pages
   carry no script and no style of their own and the content security policy can stay `default-src 'self'`. */
(() => {
'use strict';
const root = document.documentElement, body = document.body;
const words = JSON.parse(document.currentScript.dataset.words || '{}');
const $ = (s, at = document) => at.querySelector(s), $$ = (s, at = document) => [...at.querySelectorAll(s)];
const say = (key, value) => (words[key] || '').replace(/\{[ns]\}/, value);
const on = (type, selector, act) => document.addEventListener(type, e => {
  const hit = e.target.closest && e.target.closest(selector);
  if (hit) act(e, hit);
});
const icon = name => {
  const holder = document.createElement('template');
  holder.innerHTML = `<svg class="bi" aria-hidden="true"><use href="${body.dataset.icons}#${name}"/></svg>`;
  return holder.content.firstChild;
};
const make = (tag, className = '', ...inside) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside);
  return made;
};
const memory = {
  get: key => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window */ } },
};
const wide = matchMedia('(min-width:1200px)'), phone = matchMedia('(max-width:767.98px)');
const changed = field => ['input', 'change'].forEach(type => field.dispatchEvent(new Event(type, { bubbles: true })));

/* == Asking the server */
const token = () => ($('meta[name=csrf-token]') || {}).content || ($('[name=csrf_token]') || {}).value || '';
const renew = fresh => {
  if (!fresh) return;
  $$('meta[name=csrf-token]').forEach(m => { m.content = fresh; });
  $$('[name=csrf_token]').forEach(i => { i.value = fresh; });
};
const post = (url, data) => fetch(url, { method: 'POST', body: data, headers: { 'X-CSRFToken': token(), Accept: 'application/json' } });
const part = async (url, name, signal) => {
  const answer = await fetch(url, { headers: { 'X-Part': name }, signal });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
};

/* == Toasts */
const closeToast = box => { if (box.isConnected && !box.contains(document.activeElement)) box.remove(); };
const toast = text => {
  const close = make('button', 'btn btn-icon', icon('x'));
  close.type = 'button'; close.dataset.closeToast = ''; close.ariaLabel = words.close;
  const box = make('div', 'cv-toast', make('p', '', text), close);
  $('[data-toasts]').append(box);
  setTimeout(closeToast, 9000, box);
};
on('click', '[data-close-toast]', (e, button) => button.closest('.cv-toast').remove());

/* == Dialogs: an address of their own, shown here when it can be */
const fromTemplate = id => {
  const made = $(id).content.firstElementChild.cloneNode(true);
  body.append(made);
  return made;
};
const answerOf = (dialog, wire) => new Promise(done => {
  wire(value => { done(value); dialog.close(); });
  dialog.addEventListener('close', () => { done(false); dialog.remove(); });
  dialog.showModal();
});
const ask = text => {
  const dialog = fromTemplate('#cv-ask');
  $('[data-text]', dialog).textContent = text;
  return answerOf(dialog, done => $('[data-yes]', dialog).addEventListener('click', () => done(true)));
};
const opened = new Map();
const openDialog = async href => {
  let dialog = opened.get(href);
  if (!dialog) {
    const inside = $('[data-dialog-body]', await part(href, 'dialog'));
    dialog = make('dialog', inside.className.replace('cv-dlg--page', ''), ...inside.childNodes);
    dialog.setAttribute('aria-labelledby', inside.getAttribute('aria-labelledby'));
    opened.set(href, dialog);
    body.append(dialog);
    enhance(dialog);
  }
  dialog.showModal();
  const first = $('[autofocus],[data-refused],textarea,input:not([type=hidden],[type=checkbox],[type=radio]),select', dialog);
  if (first) first.focus();
};
on('click', 'a[data-dialog]', (e, link) => {
  if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  openDialog(link.href).catch(() => { location.href = link.href; });
});
on('click', 'dialog [data-close]', (e, button) => { e.preventDefault(); button.closest('dialog').close(); });
on('click', '[data-keys]', () => keysDialog());
const keysDialog = () => {
  const dialog = fromTemplate('#cv-keys'), box = $('[data-keys-on]', dialog);
  box.checked = memory.get('cv-keys') !== 'off';
  box.addEventListener('change', () => memory.set('cv-keys', box.checked ? 'on' : 'off'));
  answerOf(dialog, () => {});
};
on('click', '[data-print]', () => print());

/* == Forms: once only, nothing lost */
const busy = new Set(), dirty = new Set(), passed = new WeakSet(), sure = new WeakSet(), waiting = new Map();
const buttons = form => [...form.elements].filter(x => x.type === 'submit');
const hold = form => { busy.add(form); setTimeout(() => busy.has(form) && buttons(form).forEach(b => { b.ariaDisabled = 'true'; })); };
const release = form => { busy.delete(form); buttons(form).forEach(b => b.removeAttribute('aria-disabled')); };
const again = (form, by) => { release(form); form.requestSubmit(by && by.form === form ? by : undefined); };
const signIn = () => {
  if (!$('#cv-signin')) { toast(words.expired); return false; }
  const dialog = fromTemplate('#cv-signin'), form = $('form', dialog);
  return answerOf(dialog, done => form.addEventListener('submit', async e => {
    e.preventDefault();
    const answer = await post(form.action, new FormData(form)).catch(() => null);
    if (answer && answer.ok) { await session(); done(true); return; }
    const told = answer && await answer.json().catch(() => null);
    $('[data-error]', form).textContent = told && told.problems ? told.problems.join(' ') : words.offline;
    form.password.value = ''; form.password.focus();
  }));
};
const session = async () => {
  const answer = await fetch(body.dataset.sessionUrl, { cache: 'no-store', headers: { Accept: 'application/json' } });
  const told = await answer.json().catch(() => null);
  renew(told && told.csrf_token);
  return answer.status !== 401;
};
const keep = async (form, by) => {
  hold(form);
  try {
    await Promise.allSettled(waiting.get(form) || []);
    if (!body.dataset.sessionUrl || await session() || await signIn()) { passed.add(form); again(form, by); return; }
  } catch { toast(words.offline); }
  release(form);
};
document.addEventListener('submit', e => {
  const form = e.target, by = e.submitter;
  if (form.matches('[data-signin]')) return;
  if (form.matches('[data-theme-form]')) { e.preventDefault(); theme(form); return; }
  if (busy.has(form)) { e.preventDefault(); return; }
  if (form.dataset.confirm && !sure.delete(form)) {
    e.preventDefault();
    ask(form.dataset.confirm).then(yes => { if (yes) { sure.add(form); again(form, by); } });
    return;
  }
  if (form.matches('[data-keep]') && !passed.delete(form)) { e.preventDefault(); keep(form, by); return; }
  dirty.delete(form);
  hold(form);
  // An answer that is a file leaves this page where it is.
  if (form.matches('[data-download]')) setTimeout(release, 3000, form);
});
addEventListener('pageshow', e => { if (e.persisted) [...busy].forEach(release); });
addEventListener('beforeunload', e => { if ([...dirty].some(f => f.isConnected)) e.preventDefault(); });
on('input', 'form[data-keep]', (e, form) => dirty.add(form));
const theme = form => {
  const button = $('button', form), next = button.value, other = next === 'dark' ? 'light' : 'dark';
  const data = new FormData(form);
  data.set(button.name, next);
  root.dataset.bsTheme = next;
  button.value = other;
  $('use', button).setAttribute('href', `${body.dataset.icons}#${next === 'dark' ? 'sun' : 'moon-stars'}`);
  post(form.action, data).catch(() => toast(words.offline));
};

/* == Keys */
const rows = () => $$('[data-rows] .cv-subj');
const step = by => {
  const all = rows(), here = document.activeElement.closest('.cv-row') || $('[data-rows] .cv-row.on');
  const at = here ? all.indexOf($('.cv-subj', here)) : -1;
  const next = all[document.activeElement.closest('.cv-row') || at < 0 ? at + by : at];
  if (next) { next.focus(); next.closest('.cv-row').scrollIntoView({ block: 'nearest' }); }
};
const keys = {
  j: () => step(1),
  k: () => step(-1),
  x: () => { const box = $('[name=ids]', document.activeElement.closest('.cv-row') || document.createElement('i')); if (box) box.click(); },
  '/': () => { const box = $('[data-search]'); if (box) { box.focus(); box.select(); } },
  '?': () => keysDialog(),
};
document.addEventListener('keydown', e => {
  if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') {
    const form = e.target.form || e.target.closest('form') || $('dialog[open] form') || $('main form[data-keep]');
    const button = form && (buttons(form).find(b => 'primary' in b.dataset) || buttons(form).find(b => b.matches('.btn-primary')));
    if (button) { e.preventDefault(); button.click(); }
    return;
  }
  if (e.key === 'Escape') $$('details[data-pop][open]').forEach(d => { d.open = false; $('summary', d).focus(); });
  if (e.ctrlKey || e.metaKey || e.altKey || $('dialog[open]') || memory.get('cv-keys') === 'off') return;
  if (e.target.matches('input:not([type=checkbox],[type=radio]),textarea,select')) return;
  if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
});
document.addEventListener('click', e => $$('details[data-pop][open]').forEach(d => { if (!d.contains(e.target)) d.open = false; }));

/* == Preview beside the list */
let peeking, peekTimer, peeked;
const peek = row => {
  const pane = $('[data-peek-target]');
  if (!pane || !wide.matches || row === peeked) return;
  peeked = row;
  clearTimeout(peekTimer);
  peekTimer = setTimeout(async () => {
    if (peeking) peeking.abort();
    peeking = new AbortController();
    $$('[data-rows] .cv-row.on').forEach(r => r.classList.remove('on'));
    row.classList.add('on');
    try {
      const page = await part(row.dataset.peek, 'preview', peeking.signal);
      pane.replaceChildren(...($('[data-peek],main', page) || page.body).childNodes);
      pane.scrollTop = 0;
      enhance(pane);
    } catch (error) {
      if (error.name !== 'AbortError') pane.replaceChildren(make('p', 'cv-mute', words.no_preview));
    }
  }, 90);
};
on('focusin', '.cv-row[data-peek]', (e, row) => peek(row));
on('click', '.cv-row[data-peek]', (e, row) => { if (!e.target.closest('a,label,input,button')) $('.cv-subj', row).focus(); });
on('change', '[name=ids]', () => $$('[data-bulk-count]').forEach(n => { n.textContent = $$('[name=ids]:checked').length; }));

/* == Reading */
on('change', '[data-file] [name=read]', (e, radio) => memory.set('cv-read', radio.value));
on('click', '[data-zoom]', (e, button) => {
  const file = button.closest('[data-file]'), now = +file.style.getPropertyValue('--zoom') || 1;
  file.style.setProperty('--zoom', Math.min(2.2, Math.max(.6, now + .2 * button.dataset.zoom)).toFixed(1));
});

/* == Small helps in forms */
on('click', '[data-phrase]', (e, chip) => {
  const box = $(chip.parentElement.dataset.phrases), text = chip.dataset.phrase, at = box.selectionStart;
  const lead = at && !/\s/.test(box.value[at - 1]) ? ' ' : '';
  box.focus();
  box.setRangeText(lead + text, at, box.selectionEnd, 'end');
  const gap = text.indexOf('…');
  if (gap >= 0) box.setSelectionRange(at + lead.length + gap, at + lead.length + gap + 1);
  changed(box);
});
on('click', '[data-set] [data-value]', (e, chip) => {
  const field = $(chip.parentElement.dataset.set);
  field.value = chip.dataset.value;
  changed(field);
});
const pressed = field => $$(`[data-set="#${field.id}"] [data-value]`).forEach(c => { c.ariaPressed = String(c.dataset.value === field.value); });
document.addEventListener('input', e => { if (e.target.id) pressed(e.target); });
const two = n => String(n).padStart(2, '0');
on('change', '[data-date],.cv-duein', (e, field) => {
  const found = /^(\d{1,2})[\/.-]?(\d{1,2})(?:[\/.-]?(\d{4}|\d{2}))?$/.exec(field.value.trim());
  if (!found) return;
  const year = found[3] || String(new Date().getFullYear());
  field.value = `${two(found[1])}/${two(found[2])}/${year.length === 2 ? '20' + year : year}`;
  pressed(field);
});
const calendar = field => {
  const native = make('input'), button = make('button', 'btn btn-bare btn-icon', icon('calendar3'));
  native.type = 'date'; native.tabIndex = -1; native.ariaHidden = 'true';
  button.type = 'button'; button.ariaLabel = words.calendar;
  const frame = make('span', 'cv-date');
  field.before(frame);
  frame.append(field, button, native);
  button.addEventListener('click', () => {
    const [day, month, year] = field.value.split('/');
    native.value = year ? `${year}-${two(month)}-${two(day)}` : '';
    native.showPicker();
  });
  native.addEventListener('change', () => { field.value = native.value.split('-').reverse().join('/'); changed(field); });
};
const fold = text => text.normalize('NFC').toLowerCase().replace(/[^\0-\x7f]/g, c => c === 'đ' ? 'd' : c.normalize('NFD')[0]);
const GSM = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const parts = text => {
  const plain = GSM.test(text), size = text.length + (plain ? (text.match(/[\^{}\\[~\]|€]/g) || []).length : 0);
  const [one, many] = plain ? [160, 153] : [70, 67];
  return size > one ? Math.ceil(size / many) : size ? 1 : 0;
};
const count = out => {
  const box = $(out.dataset.count);
  const show = () => {
    const text = box.value.normalize('NFC');
    out.textContent = say('letters', text.length);
    if (!('sms' in out.dataset)) return;
    out.textContent += `, ${say('parts', parts(text))}`;
    if (!GSM.test(text)) out.textContent += `, ${say('parts_plain', parts(fold(text)))}`;
  };
  box.addEventListener('input', show);
  show();
};
const grow = box => {
  if (CSS.supports('field-sizing', 'content')) return;
  const fit = () => { box.style.height = 'auto'; box.style.height = `${box.scrollHeight + 2}px`; };
  box.addEventListener('input', fit);
  fit();
};
const showing = box => {
  const target = $(box.dataset.show), show = () => { target.hidden = !box.checked; };
  box.addEventListener('change', show);
  show();
};
const spy = nav => {
  const links = $$('a[href^="#"]', nav);
  const seen = new IntersectionObserver(all => all.forEach(entry => {
    if (entry.isIntersecting) links.forEach(a => a.hash === `#${entry.target.id}` ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current'));
  }), { rootMargin: '-25% 0px -70%' });
  links.forEach(a => { const at = document.getElementById(a.hash.slice(1)); if (at) seen.observe(at); });
};

/* == Files: each is sent as soon as it is there */
const fill = (form, fields) => Object.entries(fields || {}).forEach(([name, proposed]) => {
  const field = form && form.elements[name], frame = field && field.closest && field.closest('.cv-f');
  if (!field || touched.has(field) || (field.value && !frame?.dataset.conf)) return;
  field.value = proposed.value;
  if (!frame) return;
  frame.dataset.conf = proposed.conf;
  let note = $('.cv-conf', frame);
  if (!note) $('label,legend', frame).append(note = make('span', 'cv-conf'));
  note.textContent = proposed.note || '';
});
const touched = new WeakSet();
document.addEventListener('input', e => { if (e.isTrusted) touched.add(e.target); });
const preview = async (zone, url) => {
  const pane = $(zone.dataset.previewTarget);
  const page = await part(url, 'preview');
  pane.replaceChildren(...page.body.childNodes);
  enhance(pane);
};
const send = (zone, file) => {
  const list = $('[data-ups]', zone), form = zone.closest('form');
  const bar = make('progress'), info = make('span', 'cv-small cv-mute'), names = make('span', 'cv-up__n', make('b', '', file.name), info);
  const drop = make('button', 'btn btn-bare btn-icon', icon('x')), row = make('li', 'cv-up', icon('file-earmark-text'), names, drop, bar);
  bar.max = 1; bar.value = 0; bar.ariaLabel = say('sending', file.name);
  drop.type = 'button'; drop.dataset.upRemove = ''; drop.ariaLabel = say('remove', file.name);
  if (!$('input[type=file]', zone).multiple) list.replaceChildren();
  list.append(row);
  const data = new FormData();
  data.append('file', file);
  const ask = new XMLHttpRequest();
  const done = new Promise(finish => {
    const attempt = () => {
      ask.open('POST', zone.dataset.uploadUrl);
      ask.setRequestHeader('X-CSRFToken', token());
      ask.setRequestHeader('Accept', 'application/json');
      ask.send(data);
    };
    ask.upload.addEventListener('progress', e => { if (e.total) bar.value = e.loaded / e.total; });
    ask.addEventListener('loadend', async () => {
      if (ask.status === 401 && await signIn()) { attempt(); return; }
      bar.remove();
      let told = {};
      try { told = JSON.parse(ask.responseText); } catch { /* the words below say it */ }
      if (ask.status < 300 && told.token) {
        const hidden = make('input');
        hidden.type = 'hidden'; hidden.name = 'uploads'; hidden.value = told.token;
        info.textContent = [told.size, told.pages && say('pages', told.pages)].filter(Boolean).join(', ');
        row.prepend(hidden);
        if (told.preview_url && zone.dataset.previewTarget) {
          const view = make('a', 'btn btn-bare', words.view);
          view.href = told.preview_url; view.dataset.preview = '';
          drop.before(view);
          if (!$(zone.dataset.previewTarget).childElementCount) preview(zone, told.preview_url).catch(() => {});
        }
        fill(form, told.fields);
        $('[data-up-status]', zone).textContent = say('sent', file.name);
      } else if (!told.problems) {
        told.problems = [ask.status === 413 ? words.too_big : ask.status ? words.refused : words.not_sent];
      }
      (told.problems || []).forEach(p => names.append(make('span', 'cv-err', p)));
      row.classList.toggle('bad', !told.token);
      if (form) dirty.add(form);
      finish();
    });
    attempt();
  });
  drop.addEventListener('click', () => ask.abort());
  if (form) waiting.set(form, [...(waiting.get(form) || []), done]);
};
on('click', '[data-up-remove]', (e, button) => button.closest('.cv-up').remove());
on('click', '[data-preview]', (e, link) => {
  const zone = link.closest('[data-preview-target]');
  if (!zone) return;
  e.preventDefault();
  preview(zone, link.href).catch(() => { location.href = link.href; });
});
const uploads = zone => {
  const input = $('input[type=file]', zone), box = $('.cv-drop', zone);
  const take = files => [...files].forEach(f => send(zone, f));
  input.addEventListener('change', () => { take(input.files); input.value = ''; });
  const area = zone.closest('.cv-file') || zone;
  ['dragenter', 'dragover'].forEach(t => area.addEventListener(t, e => { e.preventDefault(); box.classList.add('over'); }));
  area.addEventListener('dragleave', e => { if (!area.contains(e.relatedTarget)) box.classList.remove('over'); });
  area.addEventListener('drop', e => { e.preventDefault(); box.classList.remove('over'); take(e.dataTransfer.files); });
};

/* == People picker: combobox with a list, over an index loaded once */
const indexes = new Map();
const people = url => {
  if (!indexes.has(url)) indexes.set(url, fetch(url).then(a => a.json()).then(all => all.map(p => {
    const text = fold(p.name);
    return { ...p, fold: text, hay: ` ${text} ${fold(p.sub || '')}`, last: text.split(' ').pop(), first: text.split(' ').map(w => w[0]).join('') };
  })));
  return indexes.get(url);
};
const search = (all, asked) => {
  const marked = asked.normalize('NFC').toLowerCase().trim(), plain = fold(marked), terms = plain.split(/\s+/);
  const exact = marked !== plain;
  return all.map(p => {
    if (p.first === plain && plain.length > 1) return [40, p];
    if (!terms.every(t => p.hay.includes(t))) return [0, p];
    const inName = terms.every(t => p.fold.includes(t));
    return [1 + inName * 8 + terms.every(t => p.hay.includes(` ${t}`)) * 16 + (p.last === terms[terms.length - 1]) * 4
      + p.fold.startsWith(plain) * 4 + (exact && p.name.toLowerCase().includes(marked)) * 64 - (p.away ? 2 : 0), p];
  }).filter(x => x[0] > 0).sort((a, b) => b[0] - a[0]).slice(0, 8).map(x => x[1]);
};
const marked = (name, asked) => {
  const out = document.createDocumentFragment(), text = fold(name);
  const at = fold(asked).trim().split(/\s+/).map(t => [text.search(new RegExp(`\\b${t.replace(/\W/g, '\\$&')}`)), t.length]).filter(x => x[0] >= 0).sort((a, b) => a[0] - b[0]);
  let from = 0;
  at.forEach(([start, size]) => {
    if (start < from) return;
    out.append(name.slice(from, start), make('mark', '', name.slice(start, start + size)));
    from = start + size;
  });
  out.append(name.slice(from));
  return out;
};
const picker = box => {
  const input = $('[role=combobox]', box), list = $('[role=listbox]', box), status = $('[data-pick-status]', box);
  const given = document.getElementById(`${box.dataset.picker}-given`), blank = $('template[data-row]', box);
  const due = box.dataset.due ? $(box.dataset.due) : null, roles = $$('option', $('select', blank.content)).map(o => o.value);
  let found = [], at = -1;
  const close = () => { list.hidden = true; input.ariaExpanded = 'false'; input.removeAttribute('aria-activedescendant'); at = -1; };
  const move = to => {
    at = (to + found.length) % found.length;
    $$('.cv-opt', list).forEach((o, i) => { o.classList.toggle('on', i === at); o.ariaSelected = String(i === at); });
    const active = list.children[at];
    input.setAttribute('aria-activedescendant', active.id);
    active.scrollIntoView({ block: 'nearest' });
  };
  const leads = () => $$('select', given).filter(s => s.value === roles[0]);
  const add = (person, role) => {
    let row = $$('[data-given]', given).find(r => r.dataset.given === person.id);
    if (!row) {
      row = blank.content.firstElementChild.cloneNode(true);
      row.dataset.given = person.id;
      $('input[type=hidden]', row).value = person.id;
      $('[data-n]', row).textContent = person.name;
      $('[data-s]', row).textContent = person.away ? `${person.sub}. ${person.away}` : person.sub;
      $$('[aria-label]', row).forEach(x => { x.ariaLabel = `${x.ariaLabel.trim()} ${person.name}`; });
      given.append(row);
    }
    const select = $('select', row);
    select.value = role || (leads().length ? roles[1] : roles[0]);
    const field = $('.cv-duein', row);
    if (due && field && select.value !== roles[2]) field.value = due.value;
    input.value = '';
    close();
    status.textContent = say('added', `${person.name}, ${select.selectedOptions[0].textContent}`);
    changed(select);
  };
  const show = async () => {
    if (!input.value.trim()) { close(); return; }
    const asked = input.value;
    found = search(await people(box.dataset.indexUrl), asked);
    if (asked !== input.value) return;
    list.replaceChildren(...found.map((p, i) => {
      const sub = make('span', 'd-block cv-small cv-mute', p.away ? `${p.sub}. ${p.away}` : p.sub);
      const late = p.late ? make('b', '', say('late', p.late)) : words.none_late;
      const names = p.name.split(' ');
      const option = make('li', `cv-opt${p.away ? ' off' : ''}`, make('span', 'cv-ava', (names[0][0] + names[names.length - 1][0]).toUpperCase()),
        make('span', '', marked(p.name, asked), sub), make('span', 'r', say('open', p.open), make('br'), late));
      option.firstChild.ariaHidden = 'true';
      option.role = 'option'; option.id = `${list.id}-${i}`;
      return option;
    }));
    list.hidden = !found.length;
    input.ariaExpanded = String(!!found.length);
    status.textContent = found.length ? say('found', found.length) : words.nobody;
    if (found.length) move(0); else close();
  };
  input.addEventListener('focus', () => people(box.dataset.indexUrl), { once: true });
  input.addEventListener('input', show);
  input.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || list.hidden) { if (e.key === 'Enter' && !e.ctrlKey && !e.metaKey) e.preventDefault(); return; }
    const digit = '123'.indexOf(e.key);
    if (e.key === 'ArrowDown') move(at + 1);
    else if (e.key === 'ArrowUp') move(at - 1);
    else if (e.key === 'Enter') add(found[at]);
    else if (e.key === 'Escape') close();
    // After a space a digit is part of a name: "tổ dân phố 7".
    else if (digit >= 0 && e.key && !/\s$/.test(input.value)) add(found[at], roles[digit]);
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
  list.addEventListener('mousedown', e => e.preventDefault());
  list.addEventListener('click', e => { const o = e.target.closest('.cv-opt'); if (o) { add(found[[...list.children].indexOf(o)]); input.focus(); } });
  input.addEventListener('blur', close);
  given.addEventListener('click', e => {
    const drop = e.target.closest('[data-drop]');
    if (drop) { drop.closest('li').remove(); input.focus(); changed(input); }
  });
  // There is one lead: naming another makes the first a co-handler.
  given.addEventListener('change', e => {
    if (e.target.value === roles[0]) leads().forEach(s => { if (s !== e.target) s.value = roles[1]; });
    if (e.target.matches('.cv-duein')) e.target.dataset.own = '';
  });
  if (due) due.addEventListener('change', () => $$('li', given).forEach(row => {
    const field = $('.cv-duein', row);
    if (field && !('own' in field.dataset) && $('select', row).value !== roles[2]) field.value = due.value;
  }));
};

/* == Start */
const each = { '[data-upload-url]': uploads, '[data-picker]': picker, '[data-count]': count, 'textarea[data-grow]': grow,
  'input[data-date]': calendar, '[data-show]': showing, '[data-parts]': spy };
const enhance = at => {
  Object.entries(each).forEach(([selector, act]) => $$(selector, at).forEach(act));
  const way = memory.get('cv-read') || (phone.matches ? 'text' : 'page');
  $$(`[data-file] [name=read][value=${way}]`, at).forEach(r => { r.checked = true; });
  $$('input[id]', at).forEach(pressed);
};
enhance(document);
const refused = $('[data-refused]');
if (refused) refused.focus();
// What stood in the page from the start is not announced; what arrives is.
$$('[data-toasts] .cv-toast').forEach(box => {
  requestAnimationFrame(() => box.parentElement.append(box));
  if (!$('form', box)) setTimeout(closeToast, 9000, box);
});
const first = $('.cv-row[data-peek]');
if (first && $('[data-peek-target] .cv-peek__0')) peek($('.cv-row.on[data-peek]') || first);
})();
