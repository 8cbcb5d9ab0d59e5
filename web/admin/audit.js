// audit.js: the audit log, newest first, with filters, and its export for roles that allow it.

import { h } from '../elements/dom.js';
import { eventItem, nameOf } from './events.js';
import { filterForm, startOf } from './filter.js';
import { pagedList } from './list.js';

export const sections = ['admin-audit', 'admin-events'];

const PAGE = '30';

/** Event types to filter by; the server may have more. */
const TYPES = [
  'passkey.registered', 'registration.refused', 'login.succeeded', 'login.refused', 'step_up.succeeded', 'step_up.refused',
  'passkey.clone_suspected', 'passkey.renamed', 'passkey.removed', 'passkey.removal_refused', 'passkey.revoked', 'passkey.suspended',
  'passkey.resumed', 'passkey.marked', 'model.compromised', 'model.suspended', 'model.marked', 'model.cleared', 'metadata.forgotten', 'passkey.confirmed', 'passkey.imported', 'passkey.retired', 'passkeys.exported',
  'revocation.requested', 'revocation.approved', 'revocation.cancelled', 'revocation.expired', 'revocation.done',
  'mfa.reset_requested', 'mfa.reset_approved', 'mfa.reset_cancelled', 'mfa.reset_expired', 'mfa.admin_reset',
  'approval.requested', 'approval.approved', 'approval.cancelled', 'enrolment_code.created', 'enrolment_code.redeemed',
  'recovery_codes.created', 'recovery_codes.helpdesk_created',
  'recovery_codes.redeemed', 'recovery_codes.failed', 'recovery_codes.locked', 'recovery_codes.low', 'confirmation.signed',
  'confirmation.refused', 'identity.registered', 'login_gate.refused', 'settings_gate.refused', 'login_gate.proven', 'login_gate.proof_refused',
  'login_gate.passed', 'oidc.code_redeemed', 'oidc.code_refused', 'admin_key.created', 'admin_key.revoked', 'admin_key.cut', 'audit.exported',
  'audit.suppressed', 'delivery.retried', 'sessions.ended', 'sessions.not_ended', 'factor.appeared', 'factor.returned', 'factor.gone', 'factor.vouched', 'factor.confirmed', 'factor.disowned',
  'factor.kept', 'recovery_codes.ended', 'console.opened_without_passkey',
  'identity.missing', 'identity.found_again', 'identity.removed', 'identity.suspended', 'identity.resumed', 'identity.exported', 'identity.erased', 'canary.created',
];

/** @param {import('./console.js').Console} host @param {import('./route.js').Route} route */
export async function draw(host, route) {
  /** @param {string} key */
  const words = (key) => host.text(`admin-audit.${key}`);
  const form = filterForm(host, route, [
    { name: 'event_type', label: words('type'), options: TYPES.map((type) => [type, nameOf(host, type)]) },
    { name: 'identity_id', label: host.text('admin.person'), kind: 'person' },
    { name: 'actor_id', label: words('actor'), kind: 'person' },
    { name: 'passkey_id', label: words('passkey') },
    { name: 'request_id', label: words('request') },
    { name: 'since', label: words('since'), kind: 'date' },
    { name: 'until', label: words('until'), kind: 'date' },
  ]);
  const filter = asked(route.filter);
  host.show({ heading: words('heading'), lead: words('lead'), body: [form, host.may('export') && exports(host, filter)] });
  const list = await host.load(() => pagedList(host, {
    label: words('heading'),
    none: words('none'),
    fetch: async (token) => {
      const { events, next_page_token } = await host.client.getProven('/audit-events', { ...filter, page_size: PAGE, page_token: token });
      return { rows: events, next: next_page_token };
    },
    item: (event) => eventItem(host, event, false),
  }));
  if (!list) return;
  list.querySelector('ul')?.classList.add('events');
  form.parentElement?.append(list);
}

/** Days are in local time, and include the last one. @param {Record<string, string>} filter */
function asked({ since, until, ...filter }) {
  const chosen = { ...filter, since: startOf(since), until: startOf(until, 1) };
  return /** @type {Record<string, string>} */ (Object.fromEntries(Object.entries(chosen).filter(([, value]) => value)));
}

/** @param {import('./console.js').Console} host @param {Record<string, string>} filter */
function exports(host, filter) {
  /** @param {string} format @param {string} media */
  const button = (format, media) => {
    const control = host.button(host.text('admin-audit.export', { format: format.toUpperCase() }), () => host.attempt(control, 'admin-audit.exporting', async () => {
      const url = URL.createObjectURL(await host.client.stream('/audit-events', filter, media));
      h('a', { href: url, download: `audit-events.${format}` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000); // browsers may read it later
      host.say(host.text('admin-audit.exported'));
    }), 'small');
    return control;
  };
  return h('div', { class: 'view' },
    h('p', { class: 'quiet' }, host.text('admin-audit.export_lead')),
    h('div', { class: 'row' }, button('csv', 'text/csv'), button('ndjson', 'application/x-ndjson')));
}
