// signout.js: a button for users who have to sign out and in again, because the second factor that they have counts only in a new
// session.

import { LatchkeyError } from '../sdk/latchkey.js';
import { isWeb } from './dom.js';

/**
 * What an element has, whose own views are below it, with the sentences of "stale".
 * @typedef {import('./view.js').View & {
 *   attempt: (control: HTMLElement | null, waiting: string, work: () => Promise<void>) => Promise<boolean>,
 *   endSession: () => Promise<any>, signedOut: (error: LatchkeyError) => void, backFrom: (url: string) => string,
 *   emit: (outcome: string, detail?: object) => boolean, navigate: (url: string) => boolean}} Host
 */

/** @param {Host} host @param {string} [kind] @returns {HTMLElement} */
export function signOutButton(host, kind) {
  const button = host.button(host.text('stale.sign_out_action'), () => leave(host, button), kind, { id: 'sign-out' });
  return button;
}

/** Leads to the sign-in page, which returns here. @param {Host} host @param {HTMLElement} button */
async function leave(host, button) {
  if (!await host.attempt(button, 'common.working', () => host.endSession())) return;
  const error = new LatchkeyError('unauthenticated'), login = host.setting('login-url');
  if (!isWeb(login)) return host.signedOut(error);
  if (host.emit('signed-out', { error })) host.navigate(login);
}
