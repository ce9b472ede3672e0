/** The list of those found, under the field in which one looks for them: a combobox and its listbox. */
import { $$, el } from './dom.js';
import { terms } from './people.js';
import { fold } from './words.js';

/** The words of a name, marked where what is looked for begins them. */
export const underlined = (name, looked) =>
  name.split(' ').flatMap(word => [looked.some(t => t && fold(word).startsWith(t)) ? el('mark', {}, word) : word, ' ']);

/**
 * Going through the options that stand in a listbox, whoever wrote them.
 * @param {any} input the combobox
 * @param {any} list the listbox
 */
export const options = (input, list) => {
  let at = -1;
  const all = () => $$('[role=option]', list);

  const close = () => {
    at = -1;
    list.hidden = true;
    input.ariaExpanded = false;
    input.removeAttribute('aria-activedescendant');
  };
  const move = to => {
    const found = all();
    at = (to + found.length) % found.length;
    found.forEach((choice, index) => {
      choice.ariaSelected = index === at;
    });
    input.setAttribute('aria-activedescendant', found[at].id);
    found[at].scrollIntoView({ block: 'nearest' });
  };
  /** `first`: whether the first one is taken by Enter at once. */
  const open = first => {
    close();
    const found = all();
    found.forEach((choice, index) => {
      choice.id = `${list.id}-${index}`;
    });
    list.hidden = !found.length;
    input.ariaExpanded = !list.hidden;
    if (first && found.length) move(0);
  };
  return {
    open,
    close,
    at: () => at,
    current: () => all()[at],
    isOpen: () => !list.hidden,
    down: () => move(at + 1),
    up: () => move(Math.max(at, 0) - 1),
  };
};

/**
 * @param {any} input the combobox
 * @param {any} list the listbox
 * @param {(one: any, looked: string[]) => any} draw makes the option of one that was found
 */
export const choices = (input, list, draw) => {
  let found = [];
  const offered = options(input, list);
  const open = (all, asked, first = true) => {
    found = all;
    list.replaceChildren(...all.map(one => draw(one, terms(asked))));
    offered.open(first && asked);
  };
  return {
    ...offered,
    open,
    current: () => found[offered.at()],
    under: target => found[[...list.children].indexOf(target.closest('.cv-opt'))],
  };
};
