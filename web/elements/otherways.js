// otherways.js: what a user can do who cannot use a passkey: only the ways that they have, as the server says. Before there is a
// session the user is unknown, and the page says what applies to everyone.

import { contact } from './contact.js';
import { h } from './dom.js';
import { signOutButton } from './signout.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "otherways" */

/** @param {Host} host @param {'session' | 'gate' | 'login'} where @param {HTMLElement} place */
export async function drawOtherWays(host, where, place) {
  await host.loadSections(['otherways', 'stale']);
  const ways = where === 'session' ? known(host, await host.latchkey.session()) : unknown(host, where);
  place.replaceChildren(...[...ways, support(host)].filter(Boolean));
}

/** @param {Host} host @param {import('../sdk/types.js').Standing} standing */
function known(host, { ways = [], recovery_codes: left, assurance }) {
  if (assurance.enrol_until) { // a code was redeemed already
    return [h('p', {}, host.text('otherways.enrol')), host.link(host.text('otherways.enrol_action'), host.setting('recover-url') || host.setting('setup-url'), 'small')];
  }
  const atKratos = ways.find(({ way }) => way === 'kratos')?.url, signOut = ways.some(({ way }) => way === 'sign_out');
  const found = [
    ...left ? [h('p', {}, host.text('otherways.codes', { left })), code(host)] : [],
    left === null && ways.some(({ way }) => way === 'recovery_code') && code(host), // an enrolment code
    ...atKratos ? [h('p', {}, host.text('otherways.kratos')), host.link(host.text('otherways.kratos_action'), host.backFrom(atKratos), 'small')] : [],
    ...signOut ? [h('p', {}, host.text('stale.sign_out')), signOutButton(host, 'small')] : [],
  ].filter(Boolean);
  if (!left && !ways.some(({ way }) => way === 'recovery_code')) found.push(h('p', {}, host.text('otherways.no_codes')));
  return found;
}

/** @param {Host} host @param {'gate' | 'login'} where */
function unknown(host, where) {
  return [h('p', {}, host.text(`otherways.${where}`)), code(host)];
}

/** @param {Host} host */
function code(host) {
  const url = host.setting('recover-url'), gate = host.setting('gate');
  if (!url) return false;
  const target = new URL(url, document.baseURI);
  if (gate) target.searchParams.set('gate', gate);
  return host.link(host.text('otherways.code'), target.href, 'small', { id: 'use-code' });
}

/** @param {Host} host @param {HTMLElement} place */
export async function drawSupport(host, place) {
  await host.loadSections(['otherways']);
  place.replaceChildren(support(host));
}

/** Whom to contact, as configured or in general terms. @param {Host} host */
function support(host) {
  const links = contact(host, host.text('otherways.help_page'));
  return h('div', { class: 'view' }, h('p', {}, host.text(links ? 'otherways.help' : 'otherways.help_neutral')), links);
}
