/**
 * A part of a form that answers while one types.
 * `data-live="address"` is asked when a field named in `data-live-on` changes, with these fields and those named in
 * `data-live-with`. The answer replaces the content.
 */
import { behaviour } from './behaviours.js';
import { answering } from './answering.js';

const names = text => (text || '').split(' ').filter(Boolean);

behaviour('[data-live]', box => {
  const form = box.closest('form');
  const watched = names(box.dataset.liveOn);
  const sent = [...watched, ...names(box.dataset.liveWith)];
  const ask = answering(box, signal => {
    const address = new URL(box.dataset.live, location.href);
    for (const name of sent) address.searchParams.set(name, form.elements[name].value);
    return fetch(address, { signal, headers: { 'X-Part': 'live' } });
  });
  for (const [type, answer] of Object.entries({ input: ask.soon, change: ask.now }))
    form.addEventListener(type, event => watched.includes(event.target.name) && answer());
});
