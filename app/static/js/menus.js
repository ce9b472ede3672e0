/**
 * Small things of the shell.
 * `data-pop`: a `details` that closes when one clicks elsewhere or presses Escape. `data-print` prints.
 * `data-theme-form`: the form that changes between light and dark, here at once. `data-refused` has the focus first.
 */
import { $, $$, on, onKey } from './dom.js';
import { post } from './server.js';
import { offline } from './toasts.js';

const opened = () => $$('[data-pop][open]');

document.addEventListener('click', event => {
  for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
});

onKey(event => {
  if (event.key !== 'Escape') return;
  for (const menu of opened()) {
    menu.open = false;
    $('summary', menu).focus();
  }
});

on('click', '[data-print]', () => print());

on('submit', '[data-theme-form]', (form, event) => {
  event.preventDefault();
  const button = event.submitter;
  post(form.action, new FormData(form, button)).catch(offline);
  document.documentElement.dataset.theme = button.value;
  button.value = button.value === 'dark' ? 'light' : 'dark';
});

$('[data-refused]')?.focus();
