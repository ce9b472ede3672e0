/**
 * Keys of one letter, and Ctrl+Enter.
 * `data-keys` shows them, `data-keys-on` switches them off; `data-search` is what `/` goes to, `data-primary` what
 * Ctrl+Enter presses. A field with `data-enter` is asked by Enter, though it is one of several.
 */
import { $, $$, memory, on, onKey } from './dom.js';
import { dialogOf } from './dialogs.js';
import { buttons } from './forms.js';
import { askPage, turn, zoom } from './leafing.js';
import { rowInHand, walk } from './lists.js';

const showKeys = () =>
  dialogOf('#cv-keys', dialog => {
    const box = $('[data-keys-on]', dialog);
    box.checked = memory('cv-keys') !== 'off';
    box.onchange = () => memory('cv-keys', box.checked ? 'on' : 'off');
  });
on('click', '[data-keys]', showKeys);

/* Pages of a document have a head of their own, without the box. */
const find = () => {
  const box = $('[data-search]');
  const page = $('[data-search-at]');
  if (box) box.select();
  else if (page) location.assign(page.dataset.searchAt);
};

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  x: () => $('[name=ids]', rowInHand() || document)?.click(),
  '+': () => zoom(1),
  '-': () => zoom(-1),
  r: () => turn(),
  g: askPage,
  '/': find,
  '?': showKeys,
};

const pressPrimary = event => {
  const form = event.target.form || $('dialog[open] form') || $('main form[data-keep]');
  const all = form ? buttons(form) : [];
  const button = all.find(one => one.matches('[data-primary]')) || all.find(one => one.matches('.btn-primary'));
  if (!button) return;
  event.preventDefault();
  button.click();
};

const isTyping = target => target.matches('input:not([type=checkbox],[type=radio]),textarea,select');

/** Enter in one of several fields sends nothing: a line is not registered by a slip of the hand. */
const isOneOfSeveral = field =>
  field.matches('form[data-keep] input:not([data-enter])') && isTyping(field) &&
  [...field.form.elements].filter(one => one.offsetParent && isTyping(one)).length > 1;

onKey(event => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === 'Enter') pressPrimary(event);
    return;
  }
  if (event.key === 'Enter' && isOneOfSeveral(event.target)) event.preventDefault();
  if (!keys[event.key] || $$('dialog[open]').length || memory('cv-keys') === 'off' || isTyping(event.target)) return;
  event.preventDefault();
  keys[event.key]();
});
