/**
 * The session while a form is being filled.
 * `data-session` on the body is the address that tells whether one is still signed in; `data-signin` is the form that
 * signs in again in place, `data-signin-error` where it says what is wrong.
 */
import { $, $$, put } from './dom.js';
import { dialogOf } from './dialogs.js';
import { headers, post } from './server.js';
import { words } from './words.js';

/** @returns {Promise<boolean>} whether one is signed in; every form of the page has a fresh token then */
const renew = async () => {
  const answer = await fetch(document.body.dataset.session, { cache: 'no-store', headers: headers() });
  const fresh = (await answer.json().catch(() => null))?.csrf_token;
  if (fresh) {
    $('meta[name=csrf-token]').content = fresh;
    for (const input of $$('[name=csrf_token]')) input.value = fresh;
  }
  return answer.status !== 401;
};

/** Asks to sign in, over the page. @returns {Promise<boolean>} whether it was done */
export const signIn = () =>
  dialogOf('#cv-signin', (dialog, done) => {
    const form = $('form', dialog);
    form.onsubmit = async event => {
      event.preventDefault();
      const answer = await post(form.action, new FormData(form)).catch(() => null);
      if (answer?.ok) {
        await renew();
        done(true);
        return;
      }
      const told = await answer?.json().catch(() => null);
      put(form, { '[data-signin-error]': told?.problems?.join(' ') || words.offline });
      form.password.value = '';
      form.password.focus();
    };
  });

/**
 * @returns {Promise<boolean>} whether a form can be sent now
 * @throws {TypeError} without a network
 */
export const isSignedIn = async () => !document.body.dataset.session || (await renew()) || signIn();
