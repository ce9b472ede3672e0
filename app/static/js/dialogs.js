/**
 * Dialogs over the page.
 * `data-dialog` on a link shows the page it leads to in place: of it the part `data-dialog-body`.
 * `data-close` closes the dialog it stands in.
 */
import { $, clone, el, on, put } from './dom.js';
import { enhance } from './behaviours.js';
import { part } from './server.js';

/**
 * Shows a dialog of the page's own templates.
 * @param {string} id
 * @param {(dialog: any, done: (value: any) => void) => void} wire
 * @returns {Promise<any>} what `done` was given; false when it was closed otherwise
 */
export const dialogOf = (id, wire) =>
  new Promise(done => {
    if (!$(id)) return;
    const dialog = clone($(id));
    document.body.append(dialog);
    wire(dialog, value => {
      done(value);
      dialog.close();
    });
    dialog.onclose = () => {
      done(false);
      dialog.remove();
    };
    dialog.showModal();
  });

/** @returns {Promise<boolean>} whether the answer was yes */
export const ask = text =>
  dialogOf('#cv-ask', (dialog, done) => {
    put(dialog, { '[data-ask-text]': text });
    $('[data-ask-yes]', dialog).onclick = () => done(true);
  });

// What was written in a dialog stays while the page does: each is fetched once.
const fetched = {};
const fetchDialog = async address => {
  const inside = $('[data-dialog-body]', await part(address, 'dialog'));
  const dialog = el('dialog', { className: inside.className.replace('cv-dlg--page', '') }, ...inside.childNodes);
  dialog.setAttribute('aria-labelledby', inside.getAttribute('aria-labelledby'));
  document.body.append(dialog);
  enhance(dialog);
  return dialog;
};

const open = async address => {
  const dialog = (fetched[address] ||= await fetchDialog(address));
  dialog.showModal();
  // On a phone a keyboard would hide what is chosen first.
  const wanted = matchMedia('(pointer: fine)').matches && $('[autofocus]', dialog);
  (wanted || $('textarea,input:not([type=hidden]),select', dialog))?.focus();
};

on('click', 'a[data-dialog]', (link, event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.href).catch(() => location.assign(link.href));
});

on('click', 'dialog [data-close]', (button, event) => {
  event.preventDefault();
  button.closest('dialog').close();
});
