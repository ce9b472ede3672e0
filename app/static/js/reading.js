/**
 * Reading a document.
 * `data-file` is its file: as pages or as text, as this browser did last, or
 * as it says: where words are looked for they are marked in the text. `data-parts` are the tabs of its parts.
 */
import { memory, on } from './dom.js';
import { behaviour } from './behaviours.js';

const PHONE_PX = 768;

on('change', '[data-file] [name=read]', radio => memory('cv-read', radio.value));

behaviour('[data-file] [name=read]', radio => {
  const way = radio.closest('[data-file]').dataset.file || memory('cv-read') || (innerWidth < PHONE_PX ? 'text' : 'page');
  if (radio.value === way) radio.checked = true;
});

on('click', '[data-parts] a', link => {
  for (const tab of link.parentElement.children) tab.ariaCurrent = tab === link || null;
});
