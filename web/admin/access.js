// access.js: what people see instead of the views while they may not enter the console: signed out, no role, not confirmed
// yet. Each offers a way in that leads back here.

import { h, isWeb } from '../elements/dom.js';
import { rememberPlace } from './route.js';

/** @typedef {import('./console.js').Console} Host */

export const sections = ['admin-access'];

/** @param {Host} host */
export function signedOut(host) {
  host.show({
    heading: host.text('admin.signed_out_heading'),
    lead: host.text('admin.signed_out_lead'),
    actions: [returningLink(host, 'signed_out.sign_in', host.setting('login-url'), 'primary')],
  });
}

/** @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error @param {() => Promise<void>} enter tries again */
export function confirmFirst(host, error, enter) {
  /** @type {HTMLElement} */
  const here = host.button(host.text('admin.confirm'), () => host.attempt(here, 'common.waiting', async () => {
    await host.latchkey.stepUp();
    await enter();
  }), 'primary');
  const proven = error.ways.length > 0; // else there is no passkey yet
  host.show({
    heading: host.text('admin.confirm_heading'),
    lead: host.text('admin.confirm_lead'),
    actions: [
      proven && (host.hasAttribute('step-up-here') ? here : returningLink(host, 'admin.confirm', host.setting('step-up-url'), 'primary')),
      !proven && returningLink(host, 'admin.setup', host.setting('setup-url'), 'primary'),
      returningLink(host, 'failure.kratos', error.url),
      proven && lost(host),
    ],
  });
}

/**
 * After a refusal: where to confirm it, or to set up a passkey. After the step-up of a change that failed: what helps without a passkey.
 * @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 */
export function wayOn(host, { code }) {
  const unproven = code === 'step_up_required' || code === 'aal2_required';
  if (!unproven && code !== 'enrolment_required') return host.addBelow(lost(host));
  const link = returningLink(host, unproven ? 'admin.confirm' : 'admin.setup', host.setting(unproven ? 'step-up-url' : 'setup-url'));
  host.shadowRoot?.querySelector('.failure p')?.after(h('div', { class: 'actions' }, link));
}

/** People with a role have no recovery codes. Another passkey or an enrolment code helps them. @param {Host} host */
function lost(host) {
  /** @param {string} key */
  const words = (key) => h('p', {}, host.text(`admin.lost_${key}`));
  return h('details', { class: 'cantuse', part: 'cantuse' },
    h('summary', {}, host.text('common.cant_use')),
    h('div', { class: 'view' }, words('other'), words('code'), words('next'),
      returningLink(host, 'admin.lost_action', host.setting('recover-url'), 'small')));
}

/** @param {Host} host @param {() => Promise<void>} enter */
export function noRole(host, enter) {
  host.show({
    heading: host.text('admin.no_role_heading'),
    lead: host.text('admin.no_role_lead'),
    body: [host.quiet(host.text('admin.no_role_how'))],
    actions: [
      host.button(host.text('admin.retry'), enter),
      returningLink(host, 'admin.other_account', withQuery(host.setting('login-url'), 'refresh', 'true')),
    ],
  });
}

/**
 * A link that leads back here. @param {Host} host @param {string} key @param {string | null | undefined} url @param {string} [kind]
 */
export function returningLink(host, key, url, kind) {
  if (!url || !isWeb(url)) return false;
  const target = withQuery(url, 'return_to', location.origin + location.pathname + location.search);
  return host.link(host.text(key), target, kind, { onclick: rememberPlace });
}

/** @param {string} url @param {string} name @param {string} value */
function withQuery(url, name, value) {
  if (!isWeb(url)) return '';
  const target = new URL(url, location.href);
  target.searchParams.set(name, value);
  return target.href;
}
