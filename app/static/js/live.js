/**
 * A part of a form that answers while one types.
 * `data-live="address"` is asked when a field named in `data-live-on` changes, with these fields and those named in
 * `data-live-with`. The answer replaces the content; what is said once more stays, with what was ticked in it.
 */
import { behaviour } from './behaviours.js';
import { part } from './server.js';

const names = text => (text || '').split(' ').filter(Boolean);

behaviour('[data-live]', box => {
  const form = box.closest('form');
  const watched = names(box.dataset.liveOn);
  const sent = [...watched, ...names(box.dataset.liveWith)];
  let asking;
  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(box.dataset.live, location.href);
    for (const name of sent) address.searchParams.set(name, form.elements[name].value);
    try {
      const page = await part(address, 'live', { signal: asking.signal });
      if (page.body.innerHTML.trim() !== box.innerHTML.trim()) box.replaceChildren(...page.body.childNodes);
    } catch {
      // The answer comes again when the form is saved.
    }
  };
  form.addEventListener('change', event => {
    if (watched.includes(event.target.name)) ask();
  });
});
