// signal.js: tells the browser's password manager which passkeys were removed, and what their owner is called by now.

/** Never signalAllAcceptedCredentials: it deletes for good what a list happens to lack. */
const SIGNALS = ['signalUnknownCredential', 'signalCurrentUserDetails'];

/** How long a password manager may take, in milliseconds. */
const PATIENCE = 1000;

/**
 * It may not know how, may refuse, may be slow: nothing of that is the caller's trouble.
 * @param {import('./types.js').Signal[]} [signals] of a server's answer
 */
export async function passOn(signals = []) {
  const manager = /** @type {any} */ (globalThis.PublicKeyCredential);
  const told = signals
    .filter(({ method }) => SIGNALS.includes(method) && manager?.[method])
    .map(async ({ method, options }) => manager[method](options));
  if (told.length === 0) return;
  await Promise.race([Promise.allSettled(told), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}
