// reset.js: a reset: its progress, and the buttons that approve and cancel it.

import { h } from '../elements/dom.js';
import { actorName, personLink } from './names.js';

export const sections = ['admin-reset'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {{kind: string, id?: string}} Actor */
/**
 * @typedef {object} Reset
 * @property {string} id
 * @property {string} identity_id
 * @property {'pending' | 'open' | 'done' | 'cancelled' | 'expired'} state
 * @property {string} reason
 * @property {string} approved_by
 * @property {Actor} requested_by
 * @property {string} requested_at
 * @property {Actor | null} decided_by
 * @property {string | null} decided_at
 * @property {{step: string, outcome: string, count?: number, at: string}[]} steps
 * @property {string[]} kept
 * @property {boolean} identity_gone
 * @property {string} failure
 * @property {string | null} next_try_at
 * @property {string | null} ended_at
 * @property {string | null} expires_at
 * @property {string | null} grace_until
 */

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-reset.${key}`, values);

/** @param {Host} host @param {Reset} reset @param {boolean} owned whether it is on the user's page @returns {HTMLElement} */
export function resetItem(host, reset, owned) {
  const heading = host.heading(owned ? 2 : 1, words(host, 'title', { at: host.when(reset.requested_at).textContent }));
  heading.id = `reset-${reset.id}`;
  return h('li', { class: 'item', part: 'item', tabindex: '-1', 'aria-labelledby': heading.id },
    h('div', { class: 'headline' }, heading, h('span', { class: `badge ${reset.state === 'done' ? '' : 'warning'}`, part: 'badge' }, words(host, `state_${reset.state}`))),
    h('p', {}, words(host, 'reason', { reason: reset.reason })),
    reset.failure && h('p', { class: 'notice' }, words(host, 'stuck')),
    reset.identity_gone && h('p', { class: 'notice' }, words(host, 'gone')),
    reset.kept.length > 0 && h('p', { class: 'notice' }, words(host, 'kept', { factors: reset.kept.map((kind) => step(host, kind)).join(', ') })),
    h('dl', { class: 'facts' },
      !owned && host.fact(words(host, 'person'), personLink(host, reset.identity_id)),
      host.fact(words(host, 'requested_by'), actorName(host, reset.requested_by)),
      host.fact(words(host, reset.state === 'cancelled' ? 'cancelled_by' : 'approver'), reset.decided_by ? actorName(host, reset.decided_by) : reset.approved_by),
      host.fact(words(host, 'expires'), reset.state === 'pending' && reset.expires_at && host.when(reset.expires_at)),
      host.fact(words(host, 'ended'), reset.ended_at && host.when(reset.ended_at)),
      host.fact(words(host, 'grace'), reset.grace_until && host.when(reset.grace_until))),
    reset.steps.length > 0 && h('ul', {}, ...reset.steps.map(({ step: name, outcome, count }) =>
      h('li', {}, words(host, `outcome_${outcome}`, { what: step(host, name) }), count ? ` (${count})` : ''))),
    reset.state === 'pending' && host.may('reset') && decision(host, reset));
}

/** @param {Host} host @param {string} name */
const step = (host, name) => host.sentence(`admin-reset.step_${name}`) ?? name;

/** @param {Host} host @param {Reset} reset */
function decision(host, { id, requested_by: asker }) {
  const own = host.me?.actor.kind === asker.kind && host.me.actor.id === asker.id;
  /** @param {'approve' | 'cancel'} verb @param {string} [kind] */
  const button = (verb, kind = '') => {
    /** @type {HTMLElement} */
    const control = host.button(words(host, verb), async () => {
      if (!host.busy) await (await host.need(() => import('./resetaction.js')))?.[verb](host, control, id);
    }, `small ${kind}`);
    return control;
  };
  return h('div', { class: 'view' },
    own && h('p', { class: 'quiet' }, words(host, 'own')),
    h('div', { class: 'row' }, !own && button('approve', 'danger'), button('cancel')));
}
