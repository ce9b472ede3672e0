/**
 * The bell, counted again while its page is looked at.
 * `data-bell="address"` is asked for `{count}`: every few seconds of a page in use, seldom where nobody moves, never
 * where it is not in sight. `data-bell-words` says the count for who hears it, as "{n} unread".
 */
import { $ } from './dom.js';
import { behaviour } from './behaviours.js';
import { headers } from './server.js';

const OFTEN = 4000;
const SELDOM = 60000;
const IN_USE = 120000;
const MOST = 100;

const show = (bell, count) => {
  const figure = $('.n', bell);
  figure.hidden = !count;
  figure.textContent = count < MOST ? count : `${MOST - 1}+`;
  bell.setAttribute('aria-label', bell.dataset.bellWords.replace('{n}', count));
};

behaviour('[data-bell]', bell => {
  let used = Date.now();
  let asked = Date.now();
  let timer;
  const ask = async () => {
    asked = Date.now();
    const answer = await fetch(bell.dataset.bell, { cache: 'no-store', headers: { ...headers(), 'X-Part': 'again' } });
    if (answer.ok) show(bell, (await answer.json()).count);
  };
  const wait = () => {
    clearTimeout(timer);
    if (document.hidden) return;
    const pause = Date.now() - used < IN_USE ? OFTEN : SELDOM;
    timer = setTimeout(() => ask().catch(() => {}).finally(wait), Math.max(0, asked + pause - Date.now()));
  };
  const use = () => {
    const wasLong = Date.now() - used > IN_USE;
    used = Date.now();
    if (wasLong) wait();
  };
  for (const type of ['pointerdown', 'keydown', 'scroll']) addEventListener(type, use, { passive: true });
  document.addEventListener('visibilitychange', wait);
  wait();
});
