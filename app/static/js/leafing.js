/**
 * Going through the pages of a file, each a `.cv-page` in a `data-file`.
 * `data-leaf` holds the tools: `data-page` is the number of the page in sight and goes to another, `data-zoom-by` makes
 * all larger or smaller, as this browser did last, `data-turn-page` turns the one in sight, as long as this tab lives.
 */
import { $, $$, memory, on, onKey } from './dom.js';
import { behaviour } from './behaviours.js';

const LARGEST = 3;
const QUARTERS = 4;
const IN_SIGHT = 0.4;

const fileOf = at => (at || $('[data-leaf]'))?.closest('[data-file]');
const pagesOf = file => $$('.cv-page', file);
const inSight = file =>
  pagesOf(file).find(page => page.getBoundingClientRect().bottom > innerHeight * IN_SIGHT) || pagesOf(file).at(-1);

// == Larger and smaller ==

const level = () => Number(memory('cv-zoom')) || 0;

/** @param {number} step up or down; what was in sight stays there */
export const zoom = (step, file = fileOf()) => {
  const page = file && inSight(file);
  if (!page) return;
  const before = page.getBoundingClientRect();
  file.dataset.zoom = Math.min(LARGEST, Math.max(0, level() + step));
  memory('cv-zoom', file.dataset.zoom);
  const after = page.getBoundingClientRect();
  scrollBy(0, after.top - (before.top * after.height) / before.height);
};

on('click', '[data-zoom-by]', button => zoom(Number(button.dataset.zoomBy), fileOf(button)));

// == Turned ==

const turns = () => JSON.parse(sessionStorage['cv-turns'] || '{}');
const addressOf = page => new URL($('img', page).src).pathname;

const lay = (page, turn) => {
  const picture = $('img', page);
  page.dataset.turn = turn;
  page.style.setProperty('--ratio', (picture.naturalHeight || picture.height) / (picture.naturalWidth || picture.width));
};

export const turn = (file = fileOf()) => {
  const page = file && inSight(file);
  if (!page) return;
  const turned = (Number(page.dataset.turn || 0) + 1) % QUARTERS;
  lay(page, turned);
  sessionStorage['cv-turns'] = JSON.stringify({ ...turns(), [addressOf(page)]: turned });
};

on('click', '[data-turn-page]', button => turn(fileOf(button)));

behaviour('.cv-page:has(img)', page => {
  const turned = turns()[addressOf(page)];
  if (!turned) return;
  lay(page, turned);
  $('img', page).onload = () => lay(page, turned);
});

// == Which page ==

const goTo = field => {
  const pages = pagesOf(fileOf(field));
  const number = Math.min(pages.length, Math.max(1, Math.round(field.value) || 1));
  field.value = number;
  pages[number - 1].scrollIntoView();
};

on('change', '[data-page]', goTo);
onKey(event => {
  // In a form it would send that.
  if (event.key !== 'Enter' || !event.target.matches('[data-page]')) return;
  event.preventDefault();
  goTo(event.target);
});

/** Goes to where the number of a page is typed. */
export const askPage = () => $('[data-page]')?.select();

behaviour('[data-leaf]', tools => {
  const file = fileOf(tools);
  const field = $('[data-page]', tools);
  file.dataset.zoom = level();
  const look = () => {
    if (!tools.isConnected) removeEventListener('scroll', look);
    else if (field !== document.activeElement) field.value = pagesOf(file).indexOf(inSight(file)) + 1;
  };
  addEventListener('scroll', look, { passive: true });
});
