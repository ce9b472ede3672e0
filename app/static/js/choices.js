/** The list of those found, under the field in which one looks for them: a combobox and its listbox. */
import { el } from './dom.js';
import { terms } from './people.js';
import { fold } from './words.js';

/** The words of a name, marked where what is looked for begins them. */
export const underlined = (name, looked) =>
  name.split(' ').flatMap(word => [looked.some(t => t && fold(word).startsWith(t)) ? el('mark', {}, word) : word, ' ']);

/**
 * @param {any} input the combobox
 * @param {any} list the listbox
 * @param {(one: any, looked: string[]) => any} draw makes the option of one that was found
 */
export const choices = (input, list, draw) => {
  let found = [];
  let at = -1;

  const close = () => {
    at = -1;
    list.hidden = true;
    input.ariaExpanded = false;
    input.removeAttribute('aria-activedescendant');
  };
  const move = to => {
    at = (to + found.length) % found.length;
    [...list.children].forEach((choice, index) => {
      choice.ariaSelected = index === at;
    });
    input.setAttribute('aria-activedescendant', list.children[at].id);
    list.children[at].scrollIntoView({ block: 'nearest' });
  };
  const newChoice = (one, index, looked) => Object.assign(draw(one, looked), { id: `${list.id}-${index}` });
  /** `first`: whether the first one is taken by Enter at once. */
  const open = (all, asked, first = true) => {
    close();
    found = all;
    list.replaceChildren(...all.map((one, index) => newChoice(one, index, terms(asked))));
    list.hidden = !all.length;
    input.ariaExpanded = !list.hidden;
    if (first && asked && all.length) move(0);
  };
  return {
    open,
    close,
    current: () => found[at],
    under: target => found[[...list.children].indexOf(target.closest('.cv-opt'))],
    isOpen: () => !list.hidden,
    down: () => move(at + 1),
    up: () => move(Math.max(at, 0) - 1),
  };
};
