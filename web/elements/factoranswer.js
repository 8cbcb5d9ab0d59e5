// factoranswer.js: the answers to the question whether a factor at Kratos is the user's: yes confirms it, no removes it or, if Kratos
// keeps it, reports it.

import { LatchkeyError } from '../sdk/latchkey.js';
import { confirmed } from './confirm.js';
import { isFirst, meaning, words } from './factorwords.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "factoranswer" */
/** @typedef {import('./passkeychange.js').List} List */
/** @typedef {import('../sdk/types.js').Factor} Factor */

/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Factor} factor */
export function confirm(host, list, control, factor) {
  return answer(host, list, control, async () => {
    await host.latchkey.confirmFactor(factor.id);
    return { ours: host.emit('factor-confirmed', { factor }), sentence: 'factors.confirmed' };
  });
}

/** @param {Host} host @param {List} list @param {HTMLElement} control @param {Factor} factor */
export async function disown(host, list, control, factor) {
  if (host.busy || !await notTheirs(host, factor, list.needsProof())) return;
  await answer(host, list, control, async () => {
    const { kept = false, sessions, recovery_codes } = await host.latchkey.disownFactor(factor.id);
    if (recovery_codes === 'ended') list.codesEnded();
    const sentence = (kept ? `factors.kept_now${isFirst(factor) ? '_first' : ''}` : 'factors.removed') + (sessions === 'pending' ? '_pending' : '');
    return { ours: host.emit('factor-disowned', { factor, kept }), sentence };
  });
}

/** "No" ends all other sessions, so ask for confirmation. @param {Host} host @param {Factor} factor @param {boolean} proof it asks for a passkey @returns {Promise<boolean>} */
function notTheirs(host, factor, proof) {
  return confirmed(host, {
    heading: words(host, 'confirm', factor),
    consequence: [meaning(host, 'confirm_means', factor), host.text('factors.confirm_sessions'), meaning(host, 'confirm_password', factor)],
    action: meaning(host, 'confirm_action', factor),
    keep: host.text('factors.cancel'),
    proof,
  });
}

/** @param {Host} host @param {List} list @param {HTMLElement} control @param {() => Promise<{ours: boolean, sentence: string}>} work */
function answer(host, list, control, work) {
  return host.attempt(control, list.needsProof() ? 'factors.confirming' : 'common.working', async () => {
    const { ours, sentence } = await work().catch((error) => {
      if (!(error instanceof LatchkeyError) || error.code !== 'not_found') throw error;
      return { ours: host.emit('failed', { error }), sentence: 'factors.missing' };
    });
    await list.refresh();
    if (!ours) return;
    host.focusHeading();
    host.say(host.text(sentence));
  });
}
