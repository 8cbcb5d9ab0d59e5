// replace.js: what follows a redeemed recovery code: a new passkey.

import { rememberUse } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "replace" */

/**
 * @param {Host} host of a session that may set up one passkey
 * @param {{heading: string, lead: string, body?: (Node | false)[]}} words
 */
export function setUpAnew(host, { heading, lead, body = [] }) {
  host.show({ heading, lead, body, actions: [createButton(host), host.link(host.text('common.continue'), host.setting('return-to'))] });
}

/**
 * Creates the passkey, and asks which one was lost.
 * @param {Host} host @param {import('./lostpasskey.js').Finish} [finish] absent: a view of its own
 */
export function createButton(host, finish) {
  const create = host.button(host.text('replace.action'), () => host.attempt(create, 'common.waiting', async () => {
    const passkey = await host.latchkey.register();
    rememberUse(passkey.id);
    if (!host.emit('registered', { passkey })) return;
    const { askWhichIsLost } = await host.fetched(import('./lostpasskey.js'), 'lostpasskey');
    await askWhichIsLost(host, ({ id }) => id === passkey.id, finish);
  }), 'primary', { id: 'register' });
  return create;
}

/** The sentence of a redeemed code. @param {Host} host @param {string} until when its grant ends */
export function accepted(host, until) {
  return host.text('replace.lead', { time: new Intl.DateTimeFormat(host.language, { timeStyle: 'short' }).format(new Date(until)) });
}
