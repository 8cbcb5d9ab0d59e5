// lostpasskey.js: asks which passkey was lost, after a recovery code has allowed a new one, removes it, and offers new codes if few
// are left. A code permits no removal, so the new passkey is used once before.

import { LatchkeyError } from '../sdk/latchkey.js';
import { cantUse } from './cantuse.js';
import { choiceSheet, passkeyChoice } from './choice.js';
import { h } from './dom.js';
import { sayLossAnswered } from './lossanswer.js';
import { forgetUse } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "lostpasskey" */
/** @typedef {import('../sdk/types.js').OwnPasskey} OwnPasskey */

/**
 * What follows the answer: the names of the passkeys that were removed, and whether the recovery codes ended with one of them.
 * @typedef {(removed: string[], ended: boolean) => unknown} Finish
 */

/** With so few codes left, new ones are offered. */
const LOW = 3;

/** Attributes passed on to <latchkey-recovery-codes>. */
const SHARED = ['base-url', 'app-name', 'login-url', 'recover-url', 'support-url', 'support-email'];

/**
 * The page was loaded again before the answer.
 * @param {Host} host @param {string} enrolledAt when the new passkey was created @param {Finish} [finish]
 */
export function askAgain(host, enrolledAt, finish) {
  return askWhichIsLost(host, ({ created_at }) => Date.parse(created_at) >= Date.parse(enrolledAt), finish);
}

/** @param {Host} host @param {(passkey: OwnPasskey) => boolean} isNew @param {Finish} [finish] absent: a view of its own */
export async function askWhichIsLost(host, isNew, finish) {
  const others = (await host.latchkey.list()).passkeys.filter((passkey) => !isNew(passkey));
  if (others.length === 0) return answered(host, [], false, finish);
  host.wear(choiceSheet);
  const remove = h('button', { type: 'submit', class: 'danger solid', part: 'button danger', id: 'remove' }, host.text('replace.remove'));
  /** @type {HTMLElement | false} */
  const list = finish ? host.button(host.text('replace.passkeys'), () => host.attempt(list || null, 'common.working', async () => void await finish([], false)), 'small')
    : host.plainLink(host.text('replace.passkeys'), host.setting('passkeys-url'));
  const later = h('p', { hidden: true }, host.text('replace.remove_later'), ' ', list);
  const form = h('form', {
    onsubmit: (/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const chosen = new Set([...form.querySelectorAll('input:checked')].map((input) => /** @type {HTMLInputElement} */ (input).value));
      if (chosen.size === 0) return host.say(host.text('replace.choose'));
      // The question goes with the page: a passkey was used. The list stays.
      removeLost(host, remove, others.filter(({ id }) => chosen.has(id)), finish).then((done) => { later.hidden = done; });
    },
  },
  h('fieldset', {}, h('legend', {}, host.text('replace.question')), ...others.map((passkey) => passkeyChoice(host, passkey, 'checkbox', 'replace'))),
  h('p', { class: 'quiet' }, host.text('replace.means')),
  others.some(({ recovery_codes: ending }) => ending > 0) && h('p', { class: 'quiet' }, host.text('replace.means_codes')),
  remove,
  list && later);
  host.show({
    heading: host.text('replace.ready_heading'),
    lead: host.text('replace.ready_lead'),
    body: [form],
    actions: [host.button(host.text('replace.none'), () => host.attempt(host.byId('none'), 'common.working', () => answered(host, [], false, finish)), '', { id: 'none' }), cantUse(host, 'session')],
  });
}

/** @param {Host} host @param {HTMLElement} control @param {OwnPasskey[]} lost @param {Finish} [finish] */
function removeLost(host, control, lost, finish) {
  return host.attempt(control, 'replace.removing', async () => {
    let ours = true, ended = false;
    for (const passkey of lost) {
      const removed = await host.latchkey.remove(passkey.id).catch((error) => {
        if (!(error instanceof LatchkeyError) || error.code !== 'not_found') throw error; // otherwise removed elsewhere
      });
      forgetUse(passkey.id);
      const row = host.shadowRoot?.querySelector(`[name="passkey"][value="${passkey.id}"]`)?.closest('label');
      row?.remove(); // a later failure leaves the others to be tried again
      ended ||= removed?.recovery_codes === 'ended';
      if (removed) ours = host.emit('removed', { passkey, sessions: removed.sessions, recovery_codes: removed.recovery_codes }) && ours;
    }
    if (ours) await answered(host, lost.map(({ name }) => name), ended, finish);
  });
}

/** No page asks again. @param {Host} host @param {string[]} removed names @param {boolean} ended @param {Finish} [finish] */
export async function answered(host, removed, ended, finish) {
  const standing = await host.latchkey.session().catch(() => undefined), since = standing?.assurance.enrolled_at;
  if (since) sayLossAnswered(since);
  await (finish ? finish(removed, ended) : allSet(host, removed, ended, standing?.recovery_codes));
}

/** @param {Host} host @param {string[]} names @returns {string} */
export function summary(host, names) {
  return names.length ? host.text('replace.done_lead', { names: names.join(', ') }) : host.text('replace.done_none');
}

/** @param {Host} host @param {string[]} removed @param {boolean} ended @param {number | null} [left] recovery codes */
async function allSet(host, removed, ended, left) {
  const few = left != null && left <= LOW;
  if (few) await host.fetched(import('./recovery-codes.js'));
  const shared = SHARED.filter((name) => host.hasAttribute(name)).map((name) => [name, host.setting(name)]);
  host.show({
    heading: host.text('replace.done_heading'),
    lead: summary(host, removed),
    body: [few && h('latchkey-recovery-codes', { ...Object.fromEntries(shared), 'heading-level': Math.min(5, (Number(host.setting('heading-level')) || 2) + 1), inside: true, ended })],
    actions: [
      host.link(host.text('common.continue'), host.setting('return-to'), few ? '' : 'primary', { id: 'continue' }),
      host.link(host.text('replace.passkeys'), host.setting('passkeys-url')),
    ],
  });
}
