/**
 * Lists and the preview beside them.
 * `data-rows` is the list, `data-rows-count` says how many are ticked. `data-peek="address"` on a row is its preview,
 * shown in `data-peek-pane`; of a whole page its main part is taken.
 */
import { $, $$, el, on } from './dom.js';
import { enhance } from './behaviours.js';
import { part } from './server.js';
import { words } from './words.js';

const WIDE_PX = 1200;
const REST_MS = 90;

/**
 * Shows in a pane what an address answers, unless another was asked for meanwhile.
 * @throws {Error} when it is refused
 */
export const show = async (pane, address) => {
  pane.wanted = address;
  const page = await part(address, 'preview');
  if (pane.wanted !== address) return;
  pane.replaceChildren(...($('main', page) || page.body).childNodes);
  pane.scrollTop = 0;
  enhance(pane);
};

let peeked;
let timer;
const peek = row => {
  const pane = $('[data-peek-pane]');
  if (!pane || innerWidth < WIDE_PX || row === peeked) return;
  peeked = row;
  for (const other of $$('[data-rows] .on')) other.classList.remove('on');
  row.classList.add('on');
  clearTimeout(timer);
  timer = setTimeout(() => {
    show(pane, row.dataset.peek).catch(() => pane.replaceChildren(el('p', {}, words.no_preview)));
  }, REST_MS);
};

/** @returns {Element | null} the row that has the focus */
export const rowInHand = () => document.activeElement.closest('.cv-row');

/** Goes so many rows on, from the one in hand or the one previewed. @param {number} by */
export const walk = by => {
  const subjects = $$('[data-rows] .cv-subj');
  const row = rowInHand();
  const at = subjects.findIndex(one => one.closest('.cv-row') === (row || peeked));
  subjects[row || at < 0 ? at + by : at]?.focus();
};

on('focusin', '.cv-row[data-peek]', peek);
on('click', '.cv-row[data-peek]', (row, event) => {
  if (!event.target.closest('a,label')) $('.cv-subj', row).focus();
});
on('change', '[name=ids]', () => {
  for (const count of $$('[data-rows-count]')) count.textContent = $$('[name=ids]:checked').length;
});

const first = $('.cv-row.on[data-peek]') || $('.cv-row[data-peek]');
if (first && $('[data-peek-pane] .cv-peek__0')) peek(first);
