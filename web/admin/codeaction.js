// codeaction.js: issues a code to a person. Loaded on demand.

import { showCode } from './once.js';

export const sections = ['admin-code', 'admin-codeaction'];

/** @typedef {import('./console.js').Console} Host */

/** Support issues recovery codes; people with a role get an enrolment code from an admin. @param {Host} host @param {HTMLElement} control @param {Record<string, any>} person @param {'recovery' | 'enrolment'} kind */
export function issue(host, control, person, kind) {
  /** @param {string} key */
  const words = (key) => host.text(`admin-codeaction.${key}`, { login: person.login });
  const two = Number(host.me?.reset_approvals) > 1;
  return host.act(control, {
    about: person.id,
    heading: words(`${kind}_heading`),
    consequence: [words(`${kind}_sure`), words('lead'), two && words('two'), host.text('admin.notified')],
    action: words(two ? 'ask' : 'action'),
  }, ({ reason }) => host.client.post(`/identities/${person.id}/${kind}-code`, { reason }), (made) => {
    if (made.kind) return host.text('admin-passkey.waits');
    showCode(host, made);
    return host.text('admin-code.code_made');
  });
}
