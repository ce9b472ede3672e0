/**
 * Helps for fields.
 * `data-phrases="#field"` holds chips; each puts its `data-phrases-text` in at the caret.
 * `data-set="#field"` holds chips; each sets the field to its `data-set-value`.
 * `data-short` (next, last or nearest): a day as people write it, completed when left; the word says which day one
 * without a year is, by the rule of `app/core/days.py`. `data-date`: with a calendar to choose from. `data-due="address"`:
 * what is to be known of the day, in the `data-remark="id"` of the field, else under it; `data-instead` in it sets another.
 * `data-count="#field"` says how long the text is; with `data-count-sms` also how many messages it takes.
 */
import { $, $$, changed, clone, el, give, on } from './dom.js';
import { behaviour } from './behaviours.js';
import { part } from './server.js';
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

const WRITTEN = /^(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?|(\d{2})(\d{2})(\d{4}|\d{2})?)$/;
const YEARS_TO_A_LEAP_DAY = 8;

const wholeYear = (year, now) => {
  if (year.length > 2) return year;
  return 2000 + Number(year) > now + 10 ? `19${year}` : `20${year}`;
};

/** The closest such day to today, of those that `short` lets it mean; nothing for a day that is none. */
const withoutYear = (day, month, short, today) => {
  let closest;
  for (let ahead = -YEARS_TO_A_LEAP_DAY; ahead <= YEARS_TO_A_LEAP_DAY; ahead += 1) {
    const one = new Date(today.getFullYear() + ahead, month - 1, day);
    const isMeant = short === 'nearest' || +one === +today || one > today === (short === 'next');
    if (isMeant && one.getMonth() === month - 1 && !(Math.abs(one - today) >= Math.abs(closest - today))) closest = one;
  }
  return closest?.getFullYear();
};

on('change', '[data-short]', field => {
  const found = WRITTEN.exec(field.value.trim());
  if (!found) return;
  const [day, month, year] = found[1] ? found.slice(1) : found.slice(4);
  const today = new Date(new Date().setHours(0, 0, 0, 0));
  const whole = year ? wholeYear(year, today.getFullYear()) : withoutYear(day, month, field.dataset.short, today);
  if (whole) field.value = `${day.padStart(2, '0')}/${month.padStart(2, '0')}/${whole}`;
  press(field);
});

const known = {};

/** What the office says of a day; it is asked once for each. It says the same again when the form is saved. */
const remarksAt = async address => {
  try {
    return (await part(address, 'due')).body;
  } catch {
    return el('p');
  }
};

const remark = async field => {
  const day = field.value;
  const due = field.dataset.due;
  const address = `${due}${due.includes('?') ? '&' : '?'}day=${encodeURIComponent(day)}`;
  const said = day && (await (known[address] ||= remarksAt(address)));
  if (field.value !== day) return;
  const box = field.closest('li,.cv-f');
  const shown = $(`[data-remark="${field.id}"]`) || $('.cv-remark', box) || el('p', { className: 'cv-remark', role: 'status' });
  if (!shown.parentElement) box.append(shown);
  shown.classList.toggle('cv-remark--calm', !WRITTEN.test(day));
  shown.replaceChildren(...(said ? said.cloneNode(true).childNodes : []));
  for (const chip of $$('[data-instead]', shown)) chip.onclick = () => give(field, chip.dataset.instead);
};
on('change', '[data-due]', remark);
behaviour('[data-due]', field => field.value && remark(field));

behaviour('input[data-date]:not([readonly])', field => {
  const frame = clone($('#cv-calendar'));
  const [button, native] = frame.children;
  field.before(frame);
  frame.prepend(field);
  button.onclick = () => {
    native.value = WRITTEN.test(field.value) ? field.value.split('/').reverse().join('-') : '';
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
