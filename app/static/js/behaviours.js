/** Behaviours that have to be set up for each element: on the page, and on what is fetched into it later. */
import { $$ } from './dom.js';

const setups = [];

/**
 * @param {string} selector of the elements
 * @param {(element: any) => void} setup is called once for each
 */
export const behaviour = (selector, setup) => setups.push([selector, setup]);

/** @param {ParentNode} at the page, or what has just come into it */
export const enhance = at => {
  for (const [selector, setup] of setups) $$(selector, at).forEach(setup);
};
