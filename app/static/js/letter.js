/**
 * The page as it will print, beside the form it is written in.
 * `data-letter="address"` is that form; the address lays out what stands in it. It is shown in `data-letter-pages`
 * some time after the last letter, or at once by `data-letter-now`; `data-letter-status` says that it is being made.
 */
import { $, on } from './dom.js';
import { behaviour } from './behaviours.js';
import { renew } from './session.js';

const REST_MS = 900;
const NOT_NEEDED = ['_once', 'files'];

const laidOut = (form, signal) => {
  const data = new FormData(form);
  for (const name of NOT_NEEDED) data.delete(name);
  return fetch(form.dataset.letter, { method: 'POST', body: data, signal, headers: { 'X-Part': 'preview' } });
};
const isThere = answer => answer.ok && !answer.redirected;

behaviour('[data-letter]', form => {
  const pane = $('[data-letter-pages]');
  if (!pane) return;
  const status = $('[data-letter-status]');
  let timer;
  let running;
  const draw = async () => {
    clearTimeout(timer);
    running?.abort();
    running = new AbortController();
    status.textContent = '…';
    try {
      let answer = await laidOut(form, running.signal);
      // Who signed out and in again in another window goes on here with a fresh token.
      if (!isThere(answer) && (await renew()).ok) answer = await laidOut(form, running.signal);
      if (isThere(answer)) pane.innerHTML = await answer.text();
    } catch (error) {
      if (error.name === 'AbortError') return;
    }
    status.textContent = '';
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(draw, REST_MS);
  });
  on('click', '[data-letter-now]', draw);

  // Another type of document has other fields: the page is asked for anew.
  const retype = $('[value=retype]', form);
  if (retype) {
    retype.hidden = true;
    form.elements.type_code.addEventListener('change', () => form.requestSubmit(retype));
  }
  draw();
});
