/**
 * The page as it will print, beside the form it is written in.
 * `data-letter="address"` is that form; the address lays out what stands in it. It is shown in `data-letter-pages`
 * some time after the last letter, or at once by `data-letter-now`.
 */
import { $, on } from './dom.js';
import { answering } from './answering.js';
import { behaviour } from './behaviours.js';

const NOT_NEEDED = ['_once', 'files'];

behaviour('[data-letter]', form => {
  const pane = $('[data-letter-pages]');
  if (!pane) return;
  const draw = answering(pane, signal => {
    const data = new FormData(form);
    for (const name of NOT_NEEDED) data.delete(name);
    return fetch(form.dataset.letter, { method: 'POST', body: data, signal, headers: { 'X-Part': 'preview' } });
  });
  form.addEventListener('input', draw.soon);
  on('click', '[data-letter-now]', draw.now);

  // Another type of document has other fields: the page is asked for anew.
  const retype = $('[value=retype]', form);
  if (retype) {
    retype.hidden = true;
    form.elements.type_code.addEventListener('change', () => form.requestSubmit(retype));
  }
  draw.now();
});
