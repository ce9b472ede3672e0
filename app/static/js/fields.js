/**
 * Helps for fields.
 * `data-phrases="#field"` holds chips; each puts its `data-phrases-text` in at the caret.
 * `data-set="#field"` holds chips; each sets the field to its `data-set-value`.
 * `data-date`: a day as people write it; completed when left, with a calendar to choose from.
 * `data-count="#field"` says how long the text is; with `data-count-sms` also how many messages it takes.
 */
import { $, $$, changed, clone, give, on } from './dom.js';
import { behaviour } from './behaviours.js';
import { segments } from './sms.js';
import { fold, say } from './words.js';

on('click', '[data-phrases-text]', chip => {
  const box = $(chip.parentElement.dataset.phrases);
  const at = box.selectionStart;
  const text = (at && !/\s/.test(box.value[at - 1]) ? ' ' : '') + chip.dataset.phrasesText;
  const gap = text.indexOf('…');
  box.focus();
  box.setRangeText(text, at, box.selectionEnd, 'end');
  if (gap >= 0) box.setSelectionRange(at + gap, at + gap + 1);
  changed(box);
});

on('click', '[data-set-value]', chip => give($(chip.parentElement.dataset.set), chip.dataset.setValue));

/** Shows which chip says what stands in the field. */
const press = field => {
  for (const chip of $$(`[data-set="#${field.id}"] [data-set-value]`)) {
    chip.ariaPressed = chip.dataset.setValue === field.value;
  }
};
on('input', 'input[id]', press);
behaviour('[data-set]', chips => press($(chips.dataset.set)));

on('change', '[data-date],.cv-duein', field => {
  const [, day, month, year] = /^(\d{1,2})[/.-]?(\d{1,2})(?:[/.-]?(\d{4}|\d{2}))?$/.exec(field.value.trim()) || [];
  if (!day) return;
  const full = year ? year.padStart(4, '20') : new Date().getFullYear();
  field.value = `${day.padStart(2, 0)}/${month.padStart(2, 0)}/${full}`;
  press(field);
});

behaviour('input[data-date]', field => {
  const frame = clone($('#cv-calendar'));
  const [button, native] = frame.children;
  field.before(frame);
  frame.prepend(field);
  button.onclick = () => {
    native.value = field.value.split('/').reverse().join('-');
    native.showPicker();
  };
  native.onchange = () => give(field, native.value.split('-').reverse().join('/'));
});

behaviour('[data-count]', out => {
  const box = $(out.dataset.count);
  const isSms = 'countSms' in out.dataset;
  const tell = () => {
    const text = box.value.normalize();
    const [parts, plain] = [segments(text), segments(fold(text))];
    const told = [say('letters', text.length)];
    if (isSms) told.push(say('parts', parts.count));
    if (isSms && !parts.isPlain) told.push(say('parts_plain', plain.count));
    out.textContent = told.join(', ');
  };
  box.oninput = tell;
  tell();
});
