/**
 * Fields with a `list` of known names offer them with or without marks: "ubnd xa tan khe" finds "UBND xã Tân Khê".
 * Browsers compare letter by letter; without this module they still do. An option's label is another name of it.
 */
import { $$, el, onKey } from './dom.js';
import { behaviour } from './behaviours.js';
import { choices, underlined } from './choices.js';
import { prepared, search } from './people.js';
import { say } from './words.js';

const indexes = new Map();
const namesOf = known => {
  if (!indexes.has(known))
    indexes.set(known, prepared($$('option', known).map(option => ({ name: option.value, sub: option.label }))));
  return indexes.get(known);
};
const draw = (one, looked) =>
  el('li', { className: 'cv-opt', role: 'option' }, el('span', {}, ...underlined(one.name, looked)));
let number = 0;

behaviour('input[list]', input => {
  const known = input.list;
  const list = el('ul', { className: 'cv-opts cv-opts--under', role: 'listbox', id: `suggested-${++number}`, hidden: true });
  list.ariaLabel = say('suggested', input.ariaLabel || input.labels[0].textContent);
  input.removeAttribute('list');
  input.role = 'combobox';
  input.ariaAutoComplete = 'list';
  input.ariaExpanded = false;
  input.setAttribute('aria-controls', list.id);
  input.after(list);
  const offered = choices(input, list, draw);

  const take = one => {
    offered.close();
    if (!one) return;
    input.value = one.name;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  input.addEventListener('input', () => {
    const asked = input.value.trim();
    list.style.top = `${input.offsetTop + input.offsetHeight}px`;
    list.style.left = `${input.offsetLeft}px`;
    offered.open(asked ? search(namesOf(known), asked) : [], asked, false);
  });
  input.addEventListener('blur', offered.close);
  const moves = { ArrowDown: offered.down, ArrowUp: offered.up, Escape: offered.close };
  onKey(event => {
    if (!offered.isOpen() || event.ctrlKey || event.metaKey) return;
    if (moves[event.key]) moves[event.key]();
    else if (event.key === 'Enter' && offered.current()) take(offered.current());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, input);
  list.onmousedown = event => event.preventDefault();
  list.onclick = event => take(offered.under(event.target));
});
