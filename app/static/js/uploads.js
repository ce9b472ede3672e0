/**
 * Files, sent while the form is being filled.
 * `data-upload="address"` takes them: chosen, or dropped on it or on the file's half of the page. Its parts are
 * `-list`, `-row` (template of one), `-size`, `-remove`, `-again`, `-status`; `-most` is the largest in bytes; `-view` shows one in the pane that
 * `data-upload-pane="#pane"` names, where `-take="address"` makes a file inside it one of its own. `-reads="address"`
 * tells what the first file says. Rows of one `data-sum` are one file.
 */
import { $, $$, el, clone, on, put } from './dom.js';
import { behaviour } from './behaviours.js';
import { touch, waitFor } from './forms.js';
import { show } from './lists.js';
import { failure, headers, post } from './server.js';
import { isSignedIn } from './session.js';
import { say, words } from './words.js';

/**
 * What the office answers for a file.
 * @typedef {object} Told
 * @property {string} [token] stands for the file when the form is sent; without one it was not taken
 * @property {string} [size] in words
 * @property {number} [pages] how many
 * @property {string} [preview_url] where it can be read
 * @property {string[]} [problems] why it was not taken
 * @property {Record<string, {value: string, conf: string, note: string}>} [fields] proposed from what it says
 */

// == What the file proposes ==

const typedInto = new WeakSet();
document.addEventListener('input', event => {
  if (event.isTrusted) typedInto.add(event.target);
});

const propose = (form, fields = {}) => {
  for (const [name, proposed] of Object.entries(fields)) {
    const field = form.elements[name];
    const frame = field?.closest?.('.cv-f');
    const isTaken = field?.value && field.tagName !== 'SELECT' && !frame?.dataset.conf;
    if (!frame || typedInto.has(field) || isTaken) continue;
    field.value = proposed.value;
    frame.dataset.conf = proposed.conf;
    if (!$('.cv-conf', frame)) {
      $('label', frame).after(el('span', { className: 'cv-conf', id: `${field.id}-c` }));
      field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} ${field.id}-c`.trim());
    }
    put(frame, { '.cv-conf': proposed.note || '' });
    $('.cv-conf', frame).title = proposed.note || '';
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
};

const read = async (zone, token) => {
  const form = zone.closest('form');
  const answer = await fetch(`${zone.dataset.uploadReads}?upload=${token}`, { headers: headers() });
  if (answer.ok) propose(form, await answer.json());
};

// == Which of them is read ==

const paneOf = at => {
  const zone = at.closest('[data-upload-pane]');
  return zone && $(zone.dataset.uploadPane);
};
const zoneOfPane = at => $$('[data-upload-pane]').find(one => paneOf(one)?.contains(at));
/** The same file twice is kept once. */
const sayTwins = list => {
  const first = {};
  for (const row of $$('[data-sum]', list)) {
    const twin = first[row.dataset.sum];
    first[row.dataset.sum] = twin || row;
    $('input', row).disabled = Boolean(twin);
    put(row, { '.cv-same': twin ? say('same_file', $('b', twin).textContent) : '' });
  }
};
const firstGood = list => paneOf(list) && $('.cv-up:not(.bad) a:not([hidden])', list);

on('click', '[data-upload-remove]', button => {
  const list = button.closest('ul');
  button.closest('li').remove();
  sayTwins(list);
  paneOf(list)?.replaceChildren();
  firstGood(list)?.click();
});

on('click', '[data-upload-view]', (link, event) => {
  const pane = paneOf(link) || paneOf(zoneOfPane(link) || link);
  if (!pane) return;
  event.preventDefault();
  show(pane, link.href).catch(() => location.assign(link.href));
});

// == Sending ==

/** What a status means that came without words of ours. */
const WORDS = { 401: 'signed_out', 403: 'no_right', 413: 'too_big', 429: 'busy', 502: 'busy', 503: 'busy', 504: 'busy', 507: 'no_room' };
const MEGABYTE = 1024 * 1024;
/** Before each time that a file is sent again which the office had no time for. */
const WAITS_MS = [1000, 4000, 10_000];
const NO_TIME = new Set([429, 502, 503, 504]);

/** The files of a page go one after the other: nobody's own uploads keep one another from being taken. */
let line = Promise.resolve();
const inLine = send => (line = line.then(send, send));

const mostOf = zone => Number(zone.dataset.uploadMost) || Infinity;

/** @param {XMLHttpRequest} request @returns {Told} with a reason when the file was not taken */
const answerOf = (zone, request) => {
  let told = {};
  try {
    told = JSON.parse(request.responseText);
  } catch {
    // The words below say it.
  }
  if (told.token || told.problems?.length) return told;
  const why = request.status ? WORDS[request.status] || 'refused' : 'not_sent';
  return { problems: [say(why, Math.floor(mostOf(zone) / MEGABYTE))] };
};

const attempt = (zone, request, data) =>
  new Promise(done => {
    request.onloadend = done;
    request.open('POST', zone.dataset.upload);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    request.send(data);
  });

/** Sends it, once more when the session ended meanwhile, and a few times to an office that has no time. @returns {Promise<Told>} */
const transfer = async (zone, row, request, data, waits = WAITS_MS, isLast = false) => {
  if (!row.isConnected) return {};
  if (!(await isSignedIn())) return { problems: [words.signed_out] };
  await attempt(zone, request, data);
  if (request.status === 401 && !isLast) return transfer(zone, row, request, data, waits, true);
  if (!waits.length || !NO_TIME.has(request.status)) return answerOf(zone, request);
  await new Promise(rest => setTimeout(rest, waits[0]));
  return transfer(zone, row, request, data, waits.slice(1), isLast);
};

const newRow = (zone, file) => {
  const row = clone($('[data-upload-row]', zone));
  put(row, { b: file.name });
  $('[data-upload-remove]', row).ariaLabel += ` ${file.name}`;
  $('input', row).disabled = true;
  $('a', row).hidden = true;
  return row;
};

/** Shows in its row what became of a file. @param {Told} told */
const settle = (zone, row, told, name) => {
  row.classList.toggle('bad', !told.token);
  const problems = told.problems || [];
  $('.cv-up__n', row).append(...problems.map(text => el('span', { className: 'cv-err' }, text)));
  if (!told.token) return;
  const [hidden, view, form] = [$('input', row), $('a', row), zone.closest('form')];
  hidden.disabled = false;
  hidden.value = told.token;
  if (told.sum) row.dataset.sum = told.sum;
  sayTwins(row.parentElement);
  put(row, { '[data-upload-size]': told.size + (told.pages ? `, ${say('pages', told.pages)}` : '') });
  view.hidden = !told.preview_url;
  view.href = told.preview_url;
  if (form) {
    touch(form);
    propose(form, told.fields);
  }
  put(zone, { '[data-upload-status]': say('sent', name) });
};

/** Sends the file of a row; what was not taken for want of a network, a session or time can be sent again. */
const send = (zone, row, file) => {
  const most = mostOf(zone);
  const request = new XMLHttpRequest();
  const again = $('[data-upload-again]', row);
  const bar = el('progress', { value: 0, ariaLabel: say('sending', file.name) });
  const data = new FormData();
  data.append('file', file);
  for (const said of row.querySelectorAll('.cv-err')) said.remove();
  again.hidden = true;
  row.append(bar);
  $('[data-upload-remove]', row).onclick = () => request.abort();
  request.upload.onprogress = event => {
    bar.value = event.loaded / event.total;
  };
  const arrive = async () => {
    const isTooBig = file.size > most;
    const told = isTooBig
      ? { problems: [say('too_big', Math.floor(most / MEGABYTE))] }
      : await inLine(() => transfer(zone, row, request, data)).catch(error => ({ problems: [failure(error)] }));
    bar.remove();
    settle(zone, row, told, file.name);
    again.hidden = Boolean(told.token) || isTooBig || [403, 413, 422].includes(request.status);
    again.onclick = () => send(zone, row, file);
    const main = firstGood($('[data-upload-list]', zone));
    if (!paneOf(zone)?.wanted || main === $('a', row)) main?.click();
    if (zone.dataset.uploadReads && told.token && main === $('a', row)) read(zone, told.token).catch(() => {});
  };
  const arrival = arrive();
  const form = zone.closest('form');
  if (form) waitFor(form, arrival);
};

const addRow = (zone, file) => {
  const row = newRow(zone, file);
  const list = $('[data-upload-list]', zone);
  if (!$('[type=file]', zone).multiple) list.replaceChildren();
  list.append(row);
  return row;
};

const add = (zone, file) => send(zone, addRow(zone, file), file);

/** Makes a file inside the one that is read a file of its own. */
on('click', '[data-upload-take]', button => {
  const name = $('a', button.parentElement).textContent.trim();
  const zone = zoneOfPane(button);
  if (!zone) return;
  const row = addRow(zone, { name });
  const take = async () => {
    const answer = (await isSignedIn()) && (await post(button.dataset.uploadTake));
    settle(zone, row, answer ? await answer.json() : { problems: [words.signed_out] }, name);
  };
  button.disabled = true;
  const arrival = take().catch(error => settle(zone, row, { problems: [failure(error)] }, name));
  const form = zone.closest('form');
  if (form) waitFor(form, arrival);
});

behaviour('[data-upload]', zone => {
  const input = $('[type=file]', zone);
  const box = $('.cv-drop', zone);
  const area = zone.closest('.cv-file') || zone;
  sayTwins($('[data-upload-list]', zone));
  const take = files => {
    for (const file of files) add(zone, file);
  };
  const hover = (event, isOver) => {
    event.preventDefault();
    box.classList.toggle('over', isOver);
  };
  input.onchange = () => {
    take([...input.files]);
    input.value = '';
  };
  area.ondragover = event => hover(event, true);
  area.ondragleave = event => hover(event, area.contains(event.relatedTarget));
  area.ondrop = event => {
    hover(event, false);
    take(event.dataTransfer.files);
  };
});
