/* Parts of a form that answer while one types: `data-live` is the address that is asked, with the fields named in
   `data-live-on` (a change of one of them asks) and `data-live-with` (sent along). The answer replaces the content. */
(() => {
'use strict';
const names = (box, key) => (box.dataset[key] || '').split(' ').filter(Boolean);
document.querySelectorAll('[data-live]').forEach(box => {
  const form = box.closest('form'), on = names(box, 'liveOn'), all = [...on, ...names(box, 'liveWith')];
  let asking;
  const ask = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const url = new URL(box.dataset.live, location.href);
    all.forEach(name => url.searchParams.set(name, form.elements[name].value));
    try {
      const answer = await fetch(url, { headers: { 'X-Part': 'live' }, signal: asking.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      box.replaceChildren(...page.body.childNodes);
    } catch { /* the answer comes again when the form is saved */ }
  };
  form.addEventListener('change', e => { if (on.includes(e.target.name)) ask(); });
});
})();
