/** Finding people and units by what one remembers of their names. */
import { fold } from './words.js';

/**
 * @typedef {object} Person a person, a post or a unit
 * @property {string} id "u:3" or "p:12"
 * @property {string} name with its marks
 * @property {string} sub post or unit
 * @property {string} away until when, in words
 * @property {number} open lines of work
 * @property {number} late those of them that are overdue
 * @property {boolean} first whether shown before anything is typed
 */

const MOST = 8;
const indexes = {};

/** @returns {Promise<Person[]>} everybody the address names; asked once a page */
export const people = address => (indexes[address] ||= fetch(address).then(answer => answer.json()).then(prepared));

/** Names made ready to be searched. */
export const prepared = all =>
  all.map(person => {
    const text = fold(person.name);
    return { ...person, text, hay: ` ${text} ${fold(person.sub)}`, last: text.split(' ').at(-1) };
  });

/** The words looked for, without marks. */
export const terms = asked => fold(asked).split(/\s+/);

/** @returns {Person[]} the best first: written with the same marks, beginnings of words, the given name */
export const search = (all, asked) => {
  const typed = asked.normalize().toLowerCase();
  const plain = fold(typed);
  const looked = terms(asked);
  const every = (text, before = '') => looked.every(term => text.includes(before + term));
  const rank = person =>
    (typed !== plain && person.name.toLowerCase().includes(typed)) * 64 +
    every(person.hay, ' ') * 16 +
    every(person.text) * 8 +
    (person.last === looked.at(-1)) * 4 +
    person.text.startsWith(plain) * 4 -
    Boolean(person.away) * 2;
  return all
    .filter(person => every(person.hay))
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, MOST);
};

/** First letters of the first and the last word. */
export const initials = name => {
  const names = name.split(' ');
  return (names[0][0] + names.at(-1)[0]).toUpperCase();
};
