/**
 * What may be meant, while one types into the box in which one searches.
 * `data-suggestions="address"` is asked with what is typed; the answer is a listbox of options, each of which leads to
 * `data-href`. Nothing is chosen until an arrow is pressed, so Enter searches for what stands there. While an input
 * method composes, its keys are its own.
 */
import { $, onKey } from './dom.js';
import { behaviour } from './behaviours.js';
import { options } from './choices.js';
import { part } from './server.js';

const REST_MS = 60;
const follow = option => location.assign(option.dataset.href);

behaviour('[data-suggestions]', input => {
  const list = $('[role=listbox]', input.parentNode);
  const offered = options(input, list);
  let asking;
  let timer;
  input.role = 'combobox';
  input.ariaAutoComplete = 'list';
  input.ariaExpanded = false;
  input.setAttribute('aria-controls', list.id);

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    const address = new URL(input.dataset.suggestions, location.href);
    address.searchParams.set('q', input.value.trim());
    try {
      const page = await part(address, 'suggestions', { signal });
      if (signal.aborted || input !== document.activeElement) return;
      list.replaceChildren(...page.body.childNodes);
      offered.open(false);
    } catch {
      if (!signal.aborted) offered.close();
    }
  };
  const close = () => {
    clearTimeout(timer);
    asking?.abort();
    offered.close();
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(ask, REST_MS);
  });
  input.addEventListener('focus', () => {
    if (!input.value) ask();
  });
  input.addEventListener('blur', close);
  const moves = { ArrowDown: offered.down, ArrowUp: offered.up, Escape: close };
  onKey(event => {
    if (event.ctrlKey || event.metaKey) return;
    if (!offered.isOpen()) {
      if (event.key !== 'ArrowDown') return;
      ask();
    } else if (moves[event.key]) moves[event.key]();
    else if (event.key === 'Enter' && offered.current()) follow(offered.current());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, input);
  list.onmousedown = event => event.preventDefault();
  list.onclick = event => {
    const option = event.target.closest('[role=option]');
    if (option) follow(option);
  };
});
