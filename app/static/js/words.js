/** The words of the reader's language, which the page brings along as `data-words`. */
import { $ } from './dom.js';

/** @type {Record<string, string>} */
export const words = JSON.parse($('[data-words]').dataset.words);

/** A sentence with its gap ({n} or {s}) filled. */
export const say = (key, value) => words[key].replace(/\{[ns]\}/, value);

/** Small letters without Vietnamese marks, as one types them in a hurry. */
export const fold = text =>
  text
    .normalize()
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, letter => (letter === 'đ' ? 'd' : letter.normalize('NFD')[0]));
