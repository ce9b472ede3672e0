/**
 * Messages at the foot of the page.
 * `data-toasts` holds them, `data-toasts-close` closes the one it stands in.
 */
import { $, $$, clone, on, put } from './dom.js';
import { words } from './words.js';

const SHOWN_MS = 9000;
const fade = box =>
  setTimeout(() => {
    if (!box.contains(document.activeElement)) box.remove();
  }, SHOWN_MS);

const end = box => setTimeout(() => box.remove(), box.dataset.seconds * 1000);

export const toast = text => {
  const box = clone($('#cv-toast'));
  put(box, { p: text });
  $('[data-toasts]').append(box);
  fade(box);
};

export const offline = () => toast(words.offline);

on('click', '[data-toasts-close]', button => button.closest('.cv-toast').remove());

// What stands in a page from the start is not announced: it is put in once more.
for (const box of $$('[data-toasts] .cv-toast')) {
  requestAnimationFrame(() => box.parentElement.append(box));
  if (box.dataset.seconds) end(box);
  else if (!$('form', box)) fade(box);
}
