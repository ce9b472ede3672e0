/**
 * Going back brings the words that were typed, but the page is fetched anew, and with it the newest version: sent like
 * that, they would overwrite what somebody else did meanwhile. So a form marked `data-keep` is about the version that it
 * was opened with. The browser keeps it with the page's place in the history.
 */
import { behaviour } from './behaviours.js';
import { placeOf } from './kept.js';

const [came] = performance.getEntriesByType('navigation');

behaviour('form[data-keep]', form => {
  const field = form.elements.namedItem('version') || form.elements.namedItem('base_version');
  if (!field) return;
  const [place, versions] = [placeOf(form), history.state?.versions];
  if (came.type === 'back_forward' && versions?.[place]) field.value = versions[place];
  else history.replaceState({ versions: { ...versions, [place]: field.value } }, '');
});
