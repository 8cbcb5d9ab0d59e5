// contact.js: how to reach support, as configured, and which failures say to do so.

import { h, isWeb } from './dom.js';

/** Sentences of failures that send people to support. */
export const SENT = [
  'errors.wrong_domain.next', 'errors.unknown.next', 'errors.step_up_required.alone', 'errors.forbidden_origin.next', 'errors.identity_inactive.next',
  'errors.authenticator_not_allowed.next', 'errors.forbidden.next', 'errors.payload_too_large.next', 'errors.unsupported_media_type.next',
  'errors.method_not_allowed.next', 'errors.internal.next',
  'errors.kratos_refused.next', 'errors.kratos_misconfigured.next', 'errors.clocks_differ.next', 'errors.identity_deleted.next',
  'reasons.no_passkey_here.next', 'reasons.origin_mismatch.next', 'reasons.rp_id_mismatch.next', 'reasons.clone.next', 'reasons.synced.next',
];

/**
 * Links to the help page and the address of support; false if neither is configured.
 * @param {import('./view.js').View} host @param {string} words of the link to the page
 */
export function contact(host, words) {
  const address = host.setting('support-email'), page = host.setting('support-url');
  const links = [
    isWeb(page) && h('a', { href: page }, words),
    address.includes('@') && h('a', { href: `mailto:${encodeURI(address)}`, dir: 'ltr' }, address),
  ].filter(Boolean);
  return links.length > 0 && h('p', { class: 'row' }, ...links);
}
