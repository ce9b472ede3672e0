/**
 * The session while a form is being filled.
 * `data-session` on the body is the address that tells whether one is still signed in; `data-signin` is the form that
 * signs in again in place, `data-signin-error` where it says what is wrong.
 */
import { $, $$, put } from './dom.js';
import { dialogOf } from './dialogs.js';
import { failure, headers, post } from './server.js';
import { words } from './words.js';

/**
 * What the office tells of the session. The page keeps its own token, which says whose it is, until that person is
 * signed in again.
 * @typedef {object} Told
 * @property {boolean} ok whether the person of this page is signed in
 * @property {string} csrf_token for what is sent next
 * @property {string[]} [problems] why not
 */

export const SIGNED_OUT = 401;

/**
 * @returns {Promise<Told>} every form of the page has a fresh token when one is signed in
 * @throws {TypeError} without a network
 * @throws {Error} when the office has no time to say it
 */
export const renew = async () => {
  const answer = await fetch(document.body.dataset.session, { cache: 'no-store', headers: headers() });
  if (!answer.ok && answer.status !== SIGNED_OUT) throw new Error(`${answer.status}`);
  const told = await answer.json();
  if (answer.ok) {
    $('meta[name=csrf-token]').content = told.csrf_token;
    for (const input of $$('[name=csrf_token]')) input.value = told.csrf_token;
  }
  return { ...told, ok: answer.ok };
};

/** @returns {Promise<Told>} */
const signInHere = async form => {
  const { csrf_token: fresh } = await renew();
  const data = new FormData(form);
  data.set('csrf_token', fresh);
  data.set('page', $('meta[name=csrf-token]').content);
  const answer = await post(form.action, data);
  return answer.ok ? renew() : answer.json();
};

let asking;

/** Asks to sign in, over the page; once for all who wait. @returns {Promise<boolean>} whether it was done */
const signIn = why =>
  (asking ||= dialogOf('#cv-signin', (dialog, done) => {
    const form = $('form', dialog);
    put(form, { '[data-signin-error]': why });
    form.onsubmit = async event => {
      event.preventDefault();
      const told = await signInHere(form).catch(error => ({ problems: [failure(error)] }));
      if (told.ok) {
        done(true);
        return;
      }
      put(form, { '[data-signin-error]': told.problems.join(' ') || words.busy });
      form.password.value = '';
      form.password.focus();
    };
  }).finally(() => {
    asking = null;
  }));

/**
 * @returns {Promise<boolean>} whether something can be sent now
 * @throws {Error} what `failure` has the words for
 */
export const isSignedIn = async () => {
  if (!document.body.dataset.session) return true;
  const told = await renew();
  return told.ok || signIn(told.problems?.join(' ') || '');
};
