// replace.js: what follows a redeemed recovery code: a new passkey.

import { rememberUse } from './usedhere.js';

/** @typedef {import('./element.js').LatchkeyElement} Host with the sentences of "replace" */

/**
 * @param {Host} host of a session that may set up one passkey
 * @param {{heading: string, lead: string, body?: (Node | false)[]}} words
 */
export function setUpAnew(host, { heading, lead, body = [] }) {
  const create = host.button(host.text('replace.action'), () => host.attempt(create, 'common.waiting', async () => {
    const passkey = await host.latchkey.register();
    rememberUse(passkey.id);
    if (!host.emit('registered', { passkey })) return;
    const { askWhichIsLost } = await host.fetched(import('./lostpasskey.js'), 'lostpasskey');
    await askWhichIsLost(host, ({ id }) => id === passkey.id);
  }), 'primary', { id: 'register' });
  host.show({ heading, lead, body, actions: [create, host.link(host.text('common.continue'), host.setting('return-to'))] });
}
