// stale.js: the view of a session that is too old for the next step, or whose factors have changed since it began. Loaded on demand.

import { signOutButton } from './signout.js';

/** @typedef {import('./signout.js').Host} Host with the sentences of "stale" */

/**
 * Kratos would redirect a signed-in person straight back unless asked to refresh.
 * @param {Host} host @param {import('../sdk/types.js').Standing} standing
 */
export function signInAgain(host, { ways }) {
  const refresh = ways?.find(({ way }) => way === 'kratos')?.url;
  const signOut = ways?.[0].way === 'sign_out';
  host.show({
    heading: host.text('stale.heading'),
    lead: host.text(signOut ? 'stale.sign_out' : 'stale.lead'),
    actions: [signOut ? signOutButton(host, 'primary') : host.link(host.text('signed_out.sign_in'), refresh ? host.backFrom(refresh) : host.setting('login-url'), 'primary')],
  });
}
