/** A part of the page that answers what is typed. As long as what it says is of older words, it is dimmed and says so. */
import { $, el } from './dom.js';
import { renew } from './session.js';
import { words } from './words.js';

const REST_MS = 900;

const isThere = answer => answer.ok && !answer.redirected;

/** Asks once more with a fresh token: who signed out and in again in another window goes on here. */
const answered = async send => {
  let answer = await send();
  if (!isThere(answer) && answer.status < 500 && (await renew()).ok) answer = await send();
  if (!isThere(answer)) throw new Error(`${answer.status}`);
  return answer.text();
};

const outdate = (box, text, ...ways) => {
  $(':scope > .cv-stale', box)?.remove();
  box.prepend(el('p', { className: 'cv-stale', role: 'status' }, el('span', {}, text, ...ways)));
};

/**
 * @param {Element} box where the answer stands
 * @param {(signal: AbortSignal) => Promise<Response>} send asks about what stands in the form
 * @returns {{now: () => Promise<void>, soon: () => void}} asks at once, or some time after the last letter
 */
export const answering = (box, send) => {
  let timer;
  let running;
  const now = async () => {
    timer = clearTimeout(timer);
    running?.abort();
    const { signal } = (running = new AbortController());
    outdate(box, words.checking);
    try {
      const said = el('div', { innerHTML: await answered(() => send(signal)) });
      if (signal.aborted) return;
      $(':scope > .cv-stale', box)?.remove();
      // What is said once more stays, with what was ticked in it.
      if (said.innerHTML.trim() !== box.innerHTML.trim()) box.replaceChildren(...said.childNodes);
      if (timer) outdate(box, words.checking);
    } catch {
      if (signal.aborted || timer) return;
      outdate(box, words.not_checked, ' ', el('button', { className: 'btn btn-bare btn-sm', type: 'button', textContent: words.check_again, onclick: now }));
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, REST_MS);
    outdate(box, words.checking);
  };
  return { now, soon };
};
