/**
 * Forms are sent once, and nothing written is lost.
 * `data-keep`: leaving unsaved is asked about, and an expired session is renewed before sending.
 * `data-confirm="words"`, on the form or on one of its buttons: asks first.
 */
import { $, on } from './dom.js';
import { ask } from './dialogs.js';
import { keepSoon, letGo } from './kept.js';
import { failure } from './server.js';
import { isSignedIn } from './session.js';
import { toast } from './toasts.js';
import { words } from './words.js';

const busy = new Set();
const unsaved = new Set();
const confirmed = new WeakSet();
const checked = new WeakSet();
const awaited = new Map();

/** @returns {HTMLButtonElement[]} those that send the form */
export const buttons = form => [...form.elements].filter(one => one.type === 'submit');

/** Holds the form back until this has come. @param {Promise<void>} arrival */
export const waitFor = (form, arrival) => awaited.set(form, [...(awaited.get(form) || []), arrival]);

/** Something was put into the form. */
export const touch = form => {
  unsaved.add(form);
  keepSoon(form);
};

const show = form => {
  for (const button of buttons(form)) button.ariaDisabled = busy.has(form) || null;
};
const hold = form => {
  busy.add(form);
  setTimeout(show, 0, form);
};
const release = form => {
  busy.delete(form);
  show(form);
};
const sendAgain = (form, button) => {
  release(form);
  form.requestSubmit(button);
};

const check = async (form, button) => {
  hold(form);
  try {
    await Promise.all(awaited.get(form) || []);
    if (await isSignedIn()) {
      checked.add(form);
      sendAgain(form, button);
      return;
    }
  } catch (error) {
    toast(failure(error));
  }
  release(form);
};

/** What keeps a form from being sent now, or nothing. @returns {(() => void) | undefined} what is done instead */
const hindrance = (form, button) => {
  const bad = $('.cv-up.bad button:not([hidden])', form);
  if (busy.has(form)) return () => {};
  if (bad)
    return () => {
      checked.delete(form);
      // What can be sent again need not go: its own words say what to do.
      toast(bad.matches('[data-upload-again]') ? $('.cv-err', bad.closest('.cv-up')).textContent : words.bad_file);
      bad.focus();
    };
  const question = button?.dataset.confirm ?? form.dataset.confirm;
  if (question && !confirmed.has(form))
    return async () => {
      if (!(await ask(question))) return;
      confirmed.add(form);
      sendAgain(form, button);
    };
  if (form.matches('[data-keep]') && !checked.delete(form)) return () => check(form, button);
};

on('submit', 'form:not([data-signin],[data-theme-form])', (form, event) => {
  const instead = hindrance(form, event.submitter);
  if (instead) {
    event.preventDefault();
    instead();
    return;
  }
  confirmed.delete(form);
  unsaved.delete(form);
  letGo(form);
  // What is only asked for may be a file, and leave this page where it is.
  if (form.method !== 'get') hold(form);
});

on('input', 'form[data-keep]', touch);

addEventListener('pageshow', event => {
  if (event.persisted) busy.forEach(release);
});
addEventListener('beforeunload', event => {
  if ([...unsaved].some(form => form.isConnected)) event.preventDefault();
});
