/** Asking the office. */
import { $, $$ } from './dom.js';
import { words } from './words.js';

export const headers = () => ({ 'X-CSRFToken': $('meta[name=csrf-token]')?.content, Accept: 'application/json' });

/** @param {RequestInit} [options] */
export const post = (address, data, options = {}) =>
  fetch(address, { method: 'POST', body: data, headers: headers(), ...options });

/** What to tell of a failure: that nothing was reached, or that the office has no time. @param {Error} error */
export const failure = error => (error instanceof TypeError ? words.offline : words.busy);

/**
 * Fetches a page for a part of it.
 * @param {string} address
 * @param {string} name what for: the server may then answer with that part alone
 * @param {RequestInit} [options]
 * @returns {Promise<Document>} without what is meant for browsers without script
 * @throws {Error} when it is refused
 */
export const part = async (address, name, options = {}) => {
  const answer = await fetch(address, { ...options, headers: { 'X-Part': name } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  for (const unneeded of $$('noscript', page)) unneeded.remove();
  return page;
};
