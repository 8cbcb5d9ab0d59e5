// signout.js: a button for users who have to sign out and in again, because the second factor that they have counts only in a new
// session.

import { LatchkeyError } from '../sdk/latchkey.js';
import { h, isWeb } from './dom.js';

/**
 * What an element has, whose own views are below it. The console ends its session by a call of its own.
 * @typedef {import('./view.js').View & {
 *   attempt: (control: HTMLElement | null, waiting: string, work: () => Promise<void>) => Promise<boolean>,
 *   latchkey: import('../sdk/latchkey.js').Latchkey, endSession?: () => Promise<any>, signedOut: (error: LatchkeyError) => void, backFrom: (url: string) => string,
 *   emit: (outcome: 'signed-out', detail: {error: LatchkeyError}) => boolean, navigate: (url: string) => boolean}} Host
 */

/**
 * Below a failure, if it names this way.
 * @param {Host} host @param {LatchkeyError} error @returns {Promise<HTMLElement[]>}
 */
export async function signOutWay(host, error) {
  if (!error.ways.some(({ way }) => way === 'sign_out') || !await host.loadSections(['stale']).then(() => true, () => false)) return [];
  return [h('p', {}, host.text('stale.sign_out')), h('div', { class: 'actions' }, signOutButton(host))];
}

/** @param {Host} host with the sentences of "stale" @param {string} [kind] @returns {HTMLElement} */
export function signOutButton(host, kind) {
  const button = host.button(host.text('stale.sign_out_action'), () => leave(host, button), kind, { id: 'sign-out' });
  return button;
}

/** Leads to login-url, as it is. @param {Host} host @param {HTMLElement} button */
async function leave(host, button) {
  if (!await host.attempt(button, 'common.working', () => host.endSession?.() ?? host.latchkey.signOut())) return;
  const error = new LatchkeyError('unauthenticated'), login = host.setting('login-url');
  if (!isWeb(login)) return host.signedOut(error);
  if (host.emit('signed-out', { error })) host.navigate(login);
}
