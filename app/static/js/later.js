/**
 * What is found only when it comes into sight. `data-later` is a box with a link to it, which leads there without
 * script: what stands at the link's anchor on that page comes into its place. Where that fails, the link stays.
 */
import { $ } from './dom.js';
import { behaviour, enhance } from './behaviours.js';
import { part } from './server.js';

const fill = async box => {
  const address = new URL($('a', box).href);
  const found = $(address.hash, await part(address, 'later'));
  box.replaceChildren(...found.childNodes);
  enhance(box);
};

const seen = new IntersectionObserver(entries => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    fill(target).catch(() => {});
  }
});

behaviour('[data-later]', box => seen.observe(box));
