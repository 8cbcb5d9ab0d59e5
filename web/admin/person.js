// person.js: one person: factors here and at Kratos, sessions, policy state, recent events, and what staff can do.

import { h } from '../elements/dom.js';
import { eventItem } from './events.js';
import { learn } from './names.js';
import { passkeyItem } from './passkeyitem.js';
import { routeTo } from './route.js';
import { sessions } from './sessions.js';

export const sections = ['admin-person', 'admin-passkey', 'admin-events'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {Record<string, any>} Person IdentityDetails of /openapi.yaml */
/** @typedef {import('../sdk/types.js').Factor} Factor */

const EVENTS = '10';

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-person.${key}`, values);

/** @param {Host} host @param {import('./route.js').Route} route */
export async function draw(host, { id }) {
  const body = h('div', { class: 'view' });
  host.show({ heading: words(host, 'heading') });
  const found = await host.load(() => Promise.all([
    host.client.get(`/identities/${encodeURIComponent(id)}`),
    host.client.get('/audit-events', { identity_id: id, page_size: EVENTS }),
    host.client.get('/mfa-resets', { identity_id: id, page_size: '3' }),
  ]));
  if (!found) return;
  const [person, { events }, { resets }] = found;
  const reset = resets.length > 0 && await host.need(() => import('./reset.js'));
  if (reset === undefined) return;
  const { own, above } = outOfReach(host, person);
  host.names.set(id, person.login);
  await learn(host, found);
  host.show({ heading: person.login || id, title: words(host, 'heading'), body: [body] });
  body.append(
    summary(host, person),
    person.missing_since ? '' : policyButton(host, person),
    host.may('reset') && !person.missing_since ? host.chapter(words(host, 'help'), ...help(host, person)) : '',
    reset ? host.chapter(words(host, 'resets'), h('ul', { class: 'list' }, ...resets.map((/** @type {any} */ one) => reset.resetItem(host, one, true)))) : '',
    passkeys(host, person),
    factors(host, person),
    sessions(host, person, host.may('revoke') && !own && !above),
    activity(host, id, events));
}

/** @param {Host} host @param {Person} person */
function summary(host, person) {
  return h('dl', { class: 'facts' },
    host.fact(words(host, 'name'), person.display_name !== person.login && person.display_name),
    host.fact(words(host, 'state'), person.missing_since ? h('span', {}, words(host, 'missing_since'), ' ', host.when(person.missing_since)) : words(host, person.active ? 'active' : 'inactive')),
    host.fact(words(host, 'address'), person.unverified && words(host, 'unverified')),
    host.fact(words(host, 'role'), person.role && (host.sentence(`admin.role_${person.role}`) ?? person.role)),
    host.fact(words(host, 'grace'), person.grace_until && host.when(person.grace_until)),
    host.fact(words(host, 'id'), h('span', { class: 'id' }, person.id)));
}

/** Staff cannot act on their own account, and only admins on admins; the server enforces both. @param {Host} host @param {Person} person */
function outOfReach(host, person) {
  return { own: host.me?.actor.id === person.id, above: person.role === 'admin' && host.me?.role && host.me.role !== 'admin' };
}

/** @param {Host} host @param {Person} person */
function help(host, person) {
  const { own, above } = outOfReach(host, person);
  if (own || above) return [h('p', { class: 'quiet' }, words(host, own ? 'help_own' : 'help_admin'))];
  const code = !staff(person) ? codeButton(host, person, 'recovery') : host.me?.role === 'admin' && codeButton(host, person, 'enrolment');
  return [h('p', { class: 'quiet' }, words(host, 'help_lead')), staff(person) && h('p', { class: 'quiet' }, words(host, 'no_codes')),
    h('div', { class: 'row' }, code, resetButton(host, person))].filter(Boolean);
}

/** Users with a role cannot have recovery codes. @param {Person} person */
const staff = (person) => ['admin', 'support', 'auditor'].includes(person.role);

/**
 * A button whose module, such as a dialog, is loaded on demand.
 * @template {{sections: string[]}} T @param {Host} host @param {string} key @param {() => Promise<T>} load @param {(module: T, control: HTMLElement) => unknown} act @param {string} [kind]
 */
function opens(host, key, load, act, kind) {
  /** @type {HTMLElement} */
  const button = host.button(words(host, key), async () => {
    const module = !host.busy && await host.need(load);
    if (module) await act(module, button);
  }, kind);
  return button;
}

/** @param {Host} host @param {Person} person @param {'recovery' | 'enrolment'} kind */
const codeButton = (host, person, kind) => opens(host, `${kind}_code`, () => import('./codeaction.js'), (module, control) => module.issue(host, control, person, kind));

/** @param {Host} host @param {Person} person */
const resetButton = (host, { id }) => opens(host, 'reset', () => import('./resetaction.js'), (module, control) => module.ask(host, control, id), 'danger');

/** Which rule applies, and to what effect. @param {Host} host @param {Person} person */
const policyButton = (host, { id }) => opens(host, 'policy', () => import('./policy.js'), (module, control) => module.explain(host, control, id));

/** @param {Host} host @param {Person} person */
function passkeys(host, person) {
  const count = words(host, 'passkeys', { count: person.passkeys.length, limit: person.limit });
  return host.chapter(count, person.passkeys.length
    ? h('ul', { class: 'list', 'aria-label': count }, ...person.passkeys.map((/** @type {any} */ passkey) => passkeyItem(host, kept(person, passkey), true, staff(person))))
    : h('p', { class: 'quiet' }, words(host, 'no_passkeys')));
}

/** Whether Kratos has a copy of a passkey. @param {Person} person @param {any} passkey */
const kept = (person, passkey) => ({ ...passkey, kept: person.factors.some((/** @type {Factor} */ { passkey_id }) => passkey_id === passkey.id) });

/** Factors at Kratos, and whether they are vouched for. @param {Host} host @param {Person} person */
function factors(host, person) {
  const held = person.factors.filter((/** @type {Factor} */ { held_by }) => held_by === 'kratos');
  const locked = person.codes_locked_until;
  return host.chapter(words(host, 'factors'),
    held.length
      ? h('ul', { class: 'list', 'aria-label': words(host, 'at_kratos') }, ...held.map((/** @type {Factor} */ factor) => factorItem(host, factor)))
      : h('p', { class: 'quiet' }, words(host, 'none')),
    h('dl', { class: 'facts' },
      host.fact(words(host, 'codes'), String(person.recovery_codes)),
      host.fact(words(host, 'locked'), locked && host.when(locked))));
}

/** @param {Host} host @param {Factor} factor */
function factorItem(host, { kind, name, added_at, passkey_id, first_seen_at, vouched, vouched_at, how, disowned }) {
  const standing = disowned ? 'disowned' : vouched ? `how_${how}` : 'unvouched';
  return h('li', { class: 'item' },
    h('div', { class: 'headline' },
      h('span', {}, host.sentence(`admin-person.kratos_${kind}`) ?? kind, name ? ': ' : '', h('bdi', {}, name ?? '')),
      passkey_id && h('span', { class: 'badge' }, words(host, 'copy')),
      h('span', { class: `badge ${vouched && !disowned ? '' : 'warning'}` }, host.sentence(`admin-person.${standing}`) ?? how ?? '')),
    h('dl', { class: 'facts' },
      host.fact(words(host, 'added'), added_at && host.when(added_at)),
      host.fact(words(host, 'first_seen'), first_seen_at && host.when(first_seen_at)),
      host.fact(words(host, 'vouched_at'), vouched && vouched_at && host.when(vouched_at))));
}

/** @param {Host} host @param {string} id @param {import('./events.js').AuditEvent[]} events */
function activity(host, id, events) {
  return host.chapter(words(host, 'activity'),
    events.length ? h('ul', { class: 'events' }, ...events.map((event) => eventItem(host, event, true))) : h('p', { class: 'quiet' }, words(host, 'no_activity')),
    events.length > 0 && h('p', {}, h('a', { href: routeTo('audit', '', { identity_id: id }) }, words(host, 'all_activity'))));
}
