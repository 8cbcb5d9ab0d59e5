// misplaced.js: says that passkeys cannot be used on this page, and links to the address where they can. It is loaded on a page that
// may be such a one. The view below stays of use: other ways to sign in need no passkey.

import { addressIn } from '../sdk/options.js';
import { ask } from '../sdk/unreached.js';
import { addressOf, h, isWeb } from './dom.js';
import { Sheet } from './style.js';

/**
 * What cannot help does not compete with what can, which is the link or another browser. The buttons stay: a page that works may be
 * warned of by mistake.
 */
const BELOW = new Sheet();
BELOW.replaceSync(`
.notice:not([hidden]) ~ .view .primary { border-color: var(--control); background: transparent; color: var(--ink); }
.notice:not([hidden]) ~ .view .primary:hover { border-color: var(--ink); }
`);

/** What of a page's query goes along. The tokens in it are of no use to a browser that has no cookie there. */
const KEPT = ['lang', 'return_to'];

/** Failures that say nothing else than the notice does. */
const SAID = ['insecure_context', 'not_supported', 'wrong_domain', 'forbidden_origin'];

/**
 * @param {import('./view.js').View & {connection: number}} host @param {string} base address of Latchkey
 * @returns {Promise<((code: string) => boolean) | undefined>} if it did: points to it again, in place of a failure panel that says the same
 */
export async function sayWhere(host, base) {
  const { connection } = host;
  const code = await obstacle(base);
  if (!code || connection !== host.connection) return undefined;
  const there = samePage(location.href, host.setting('home-url'));
  const link = host.link(host.text('common.open_at', { address: addressOf(there)?.host }), there, 'primary', { id: 'right-address' });
  if (link || code !== 'wrong_domain') host.wear(BELOW);
  const words = h('p', { tabindex: '-1' }, host.text(`errors.${code}.what`), ' ', host.text(`errors.${code}.next`));
  host.notify(words, link);
  return (failed) => {
    if (!SAID.includes(failed)) return false;
    host.say(host.text(`errors.${code}.what`)); // one quiet line where the press was
    (link || words).focus();
    return true;
  };
}

/**
 * Only Latchkey knows where its passkeys work. Without its answer nothing is said: a page that works must not be warned of.
 * @param {string} base @returns {Promise<string>} a code; "" for none
 */
export async function obstacle(base) {
  if (!globalThis.isSecureContext) return 'insecure_context';
  if (!globalThis.PublicKeyCredential) return 'not_supported';
  if (!isWeb(location.href)) return ''; // an app, whose own passkeys may work
  const latchkey = await ask(addressIn({ baseUrl: base }));
  return latchkey?.passkeys === false ? 'wrong_domain' : '';
}

/**
 * The address of a page of Latchkey at its configured URL.
 * @param {string} page @param {string} home "" for a page that is not Latchkey's own @returns {string} "" if it is there already
 */
export function samePage(page, home) {
  const here = new URL(page), right = addressOf(home);
  if (!right || !/^https?:$/.test(right.protocol) || right.origin === here.origin) return '';
  const there = new URL(here.pathname.replace(/^\/+/, '/'), right);
  for (const name of KEPT) {
    const value = here.searchParams.get(name);
    if (value) there.searchParams.set(name, value);
  }
  return there.href;
}
