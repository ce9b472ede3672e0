/**
 * What is typed into a form marked `data-keep` is kept by the office every few seconds, until it is sent, and at once
 * when its dialog is closed by `data-close`. `data-kept="address"` on the body keeps it; `#cv-kept` is what stands above
 * a form that was begun before: `-text` and `-excerpt` tell of it, `-open` opens it again, `-discard` throws it away.
 */
import { $, $$, clone, el, on, put } from './dom.js';
import { behaviour } from './behaviours.js';
import { ask } from './dialogs.js';
import { headers, part, post } from './server.js';
import { SIGNED_OUT, isSignedIn, renew } from './session.js';
import { words } from './words.js';

const REST_MS = 3000;
const AGAIN_MS = 15_000;
const address = document.body.dataset.kept;
const timers = new Map();

/** The address that a form is sent to. */
export const placeOf = form => {
  const { pathname, search } = new URL(form.getAttribute('action') || location.href, location.href);
  return pathname + search;
};

const KEY = '_kept';
/** The key of what is kept of this form; it is sent with it, and so ends it. */
const keyOf = form => {
  const field = form.elements[KEY] || el('input', { type: 'hidden', name: KEY, value: crypto.getRandomValues(new Uint32Array(4)).join('-') });
  if (!field.form) form.prepend(field);
  return field.value;
};

/** What the form is, and of which document, as its dialog says. */
const titleOf = form => {
  const box = form.closest('dialog,[data-dialog-body]');
  const names = [$('h1', box || document), box && $('header p', box)];
  return names.map(one => one?.textContent.trim()).filter(Boolean).join(': ');
};

/** Where each form says how it is kept: what a script writes over is only what it made itself. */
const tellers = new WeakMap();

const tell = (form, text, ...ways) => {
  const at = tellers.get(form) || el('span', { className: 'cv-keeping cv-small cv-mute', role: 'status' });
  tellers.set(form, at);
  at.replaceChildren(text, ...ways);
  if (!at.isConnected) ($('.cv-acts--foot,footer', form) || form).append(at);
};

const contentOf = form => {
  const data = new FormData();
  data.set(KEY, keyOf(form));
  data.set('_of', form.elements.namedItem('_once')?.value || '');
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && ![KEY, '_once'].includes(name)) data.append(name, value);
  }
  data.set('_place', placeOf(form));
  data.set('_title', titleOf(form));
  return data;
};

/** Once more with a fresh token, where the same person signed in again in another tab. */
const send = async (form, options) => {
  const answer = await post(address, contentOf(form), options);
  return answer.status === SIGNED_OUT && (await renew()).ok ? post(address, contentOf(form), options) : answer;
};

const tellSignedOut = form => {
  const again = el('button', { className: 'btn btn-bare', type: 'button', textContent: words.sign_in });
  again.onclick = () => isSignedIn().then(done => done && keep(form));
  tell(form, words.not_kept_signed_out, ' ', again);
};

const keep = async (form, options) => {
  clearTimeout(timers.get(form));
  timers.delete(form);
  try {
    const answer = await send(form, options);
    if (answer.status === SIGNED_OUT) {
      tellSignedOut(form);
      return;
    }
    const told = answer.status === 204 ? {} : await answer.json();
    tell(form, told.kept || told.problems?.join(' ') || (answer.ok ? '' : words.not_kept));
  } catch {
    tell(form, words.not_kept);
    keepSoon(form, AGAIN_MS);
  }
};

/** Keeps the form in a few seconds, with what is typed until then. */
export const keepSoon = (form, rest = REST_MS) => {
  if (address && form.matches('[data-keep]') && !timers.has(form)) timers.set(form, setTimeout(keep, rest, form));
};

/** Keeps at once what was not kept yet. */
const keepNow = (form, options) => timers.has(form) && keep(form, options);

/** The form is being sent: what comes after it would be late. */
export const letGo = form => {
  if (address && form.matches('[data-keep]')) keyOf(form);
  clearTimeout(timers.get(form));
  timers.delete(form);
};

on('click', 'form[data-keep] [data-close]', button => keepNow(button.form || button.closest('form')));
addEventListener('pagehide', () => timers.forEach((_timer, form) => keepNow(form, { keepalive: true })));
document.addEventListener('visibilitychange', () => document.hidden && timers.forEach((_timer, form) => keepNow(form, { keepalive: true })));

// == What was begun before ==

/** @typedef {{text: string, excerpt: string, href: string, discard: string}} Offer */

/** Opens the form again as it was, on its own page; of what asks for that on the way only the fields are taken. */
const reopen = async offer => {
  const again = $('main form', await part(offer.href, 'kept'));
  again.replaceChildren(...$$('input[type=hidden]', again));
  document.body.append(again);
  again.submit();
};

const showOffer = (form, /** @type {Offer} */ offer) => {
  const box = clone($('#cv-kept'));
  put(box, { '[data-kept-text]': offer.text, '[data-kept-excerpt]': offer.excerpt });
  $('[data-kept-open]', box).onclick = () => reopen(offer).catch(() => location.assign(offer.href));
  $('[data-kept-discard]', box).onclick = async () => {
    if (await ask(words.discard_kept)) post(offer.discard, new FormData()).then(() => box.remove());
  };
  form.before(box);
};

behaviour('form[data-keep]', async form => {
  if (!address || form.elements[KEY]) return;
  const asked = `${address}?place=${encodeURIComponent(placeOf(form))}`;
  const answer = await fetch(asked, { cache: 'no-store', headers: headers() }).catch(() => null);
  if (answer?.ok) for (const offer of await answer.json()) showOffer(form, offer);
});
