/**
 * Lists whose lines come and go. `data-lines="name"` is the list; a line in it that has chosen the value named in
 * `data-lines-last` stays behind new ones. `data-lines-row="name"` is the template of a line, `data-lines-add="name"`
 * adds one; in a line, `data-lines-drop` takes it off and `data-lines-up` moves it up.
 */
import { $, clone, on } from './dom.js';
import { enhance } from './behaviours.js';

const lineOf = button => button.closest('[data-lines] > li');

on('click', '[data-lines-add]', button => {
  const name = button.dataset.linesAdd;
  const list = $(`[data-lines="${name}"]`);
  const row = clone($(`[data-lines-row="${name}"]`));
  const staying = list.dataset.linesLast;
  const last = staying && [...list.children].find(line => $('select', line).value === staying);
  list.insertBefore(row, last || null);
  enhance(row);
  $('input,select', row).focus();
});

on('click', '[data-lines-drop]', button => {
  const { form } = button;
  lineOf(button).remove();
  form.dispatchEvent(new Event('input', { bubbles: true }));
});

on('click', '[data-lines-up]', button => {
  const line = lineOf(button);
  line.previousElementSibling?.before(line);
  button.focus();
});
