// passkeychange.js: adds, renames and removes a passkey of the list. Each dispatches its event before redrawing the list, which may
// fail.

import { LatchkeyError } from '../sdk/latchkey.js';
import { lastRemoved, outcome, removalConfirmed } from './removal.js';
import { forgetUse, rememberUse } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "passkeychange" */
/** @typedef {import('../sdk/types.js').OwnPasskey} Passkey */

/**
 * The page, as the modules that change something need it.
 * @typedef {object} List
 * @property {() => Record<string, HTMLElement>} parts
 * @property {() => Passkey[]} passkeys
 * @property {() => Passkey[]} signingIn those that can sign in
 * @property {() => number} codesLeft unused recovery codes
 * @property {() => import('../sdk/types.js').Standing | undefined} standing
 * @property {() => boolean} needsProof a change first asks for a passkey
 * @property {() => Promise<unknown>} fetch
 * @property {() => Promise<void>} refresh fetches and draws
 * @property {() => Promise<void>} redraw the same, in place of another view
 * @property {() => void} codesEnded
 */

/** @param {Host} host @param {List} list @param {HTMLElement} control @param {{attachment?: 'cross-platform'}} [options] */
export function add(host, list, control, options) {
  return host.attempt(control, list.needsProof() ? 'passkeys.adding' : 'common.waiting', async () => {
    const passkey = await host.latchkey.register(options).catch((error) => {
      if (error.code === 'already_registered') offerAnother(host, list);
      throw error;
    });
    rememberUse(passkey.id);
    const ours = host.emit('registered', { passkey }), first = list.passkeys().length === 0;
    await list.refresh();
    if (!ours) return;
    if (first && list.standing()?.second_ways?.length) await offerNext(host, list, passkey);
    host.byId(`name-${passkey.id}`)?.focus();
    host.say(host.text('passkeys.added', { name: passkey.name }));
  });
}

/** Without it, the list is complete. @param {Host} host @param {List} list @param {import('../sdk/types.js').RegisteredPasskey} passkey */
async function offerNext(host, list, passkey) {
  const next = await host.fetched(import('./nextstep.js'), 'secondstep').catch(() => undefined);
  next?.offerSecondWay(host, list.parts(), list.standing(), passkey, () => add(host, list, /** @type {HTMLElement} */ (host.byId('register')), { attachment: 'cross-platform' }));
}

/** This device has a passkey already; another one may have none. @param {Host} host @param {List} list */
function offerAnother(host, list) {
  if (host.byId('another')) return;
  /** @type {HTMLElement} */
  const another = host.button(host.text('passkeys.another'), () => add(host, list, another, { attachment: 'cross-platform' }), '', { id: 'another' });
  list.parts().add.after(another);
}

/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Passkey} passkey @param {string} name */
export function rename(host, list, control, passkey, name) {
  return change(host, list, control, 'common.working', passkey, async () => {
    const renamed = await host.latchkey.rename(passkey.id, name);
    const ours = host.emit('renamed', { passkey: renamed });
    await list.refresh();
    if (!ours) return;
    host.byId(`passkey-${passkey.id}`)?.querySelector('[data-rename]').focus();
    host.say(host.text('passkeys.renamed', { name: renamed.name }));
  });
}

/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Passkey} passkey */
export async function remove(host, list, control, passkey) {
  // Codes may have been created since the list was drawn, here or in another window.
  if (!await host.attempt(control, 'common.working', async () => void await list.fetch())) return;
  const current = list.passkeys().find(({ id }) => id === passkey.id) ?? passkey;
  if (!await removalConfirmed(host, current, list.signingIn(), list.codesLeft(), list.needsProof())) return;
  await change(host, list, control, list.needsProof() ? 'passkeys.removing' : 'common.working', passkey, async () => {
    const removed = await host.latchkey.remove(passkey.id);
    forgetUse(passkey.id);
    const ours = host.emit('removed', { passkey, sessions: removed.sessions, recovery_codes: removed.recovery_codes });
    await list.refresh();
    if (removed.recovery_codes === 'ended') list.codesEnded();
    if (!ours) return;
    const last = list.passkeys().length === 0;
    if (last && !passkey.step_up_only) lastRemoved(host, list.parts().none, passkey.name, list.codesLeft());
    else host.focusHeading();
    host.say(outcome(host, passkey.name, last, removed));
  });
}

/**
 * Changes a passkey. If it was removed meanwhile, in another window or by support, updates the list instead.
 * @param {Host} host @param {List} list @param {HTMLElement} control @param {string} waiting @param {Passkey} passkey
 * @param {() => Promise<void>} work
 */
function change(host, list, control, waiting, passkey, work) {
  return host.attempt(control, waiting, () => work().catch(async (error) => {
    if (!(error instanceof LatchkeyError) || error.code !== 'not_found') throw error;
    forgetUse(passkey.id);
    const ours = host.emit('failed', { error });
    await list.refresh();
    if (!ours) return;
    host.focusHeading();
    host.say(host.text('passkeys.missing', { name: passkey.name }));
  }));
}
