// otherdomain.js: the passkeys of the user's other domains, where a step-up asked for those of one and did not succeed.

import { chosen } from '../sdk/resume.js';
import { h } from './dom.js';

/**
 * A button for each below what happened. <latchkey-login> has buttons of its own.
 * @param {import('./view.js').View} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {() => void} again begins the task once more
 */
export function offerOtherDomains(host, error, again) {
  if (host.section === 'login') return;
  const buttons = error.otherRpIds.map((domain) => host.button(host.text('failure.other_domain', { domain }), () => {
    chosen.rpId = domain;
    again();
  }));
  host.addBelow(h('div', { class: 'actions' }, ...buttons));
}
