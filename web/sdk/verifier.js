// verifier.js: binds a login to this page by a secret that it holds, as PKCE does (RFC 7636, S256). Latchkey needs it where it is
// on another site, and browsers keep none of its cookies for this page; elsewhere it ignores it.

import { toBase64url } from './base64url.js';

/** @returns {Promise<{verifier: string, binding: string}>} `binding` for begin, `verifier` for finish */
export async function newVerifier() {
  const verifier = toBase64url(crypto.getRandomValues(new Uint8Array(32)).buffer);
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, binding: toBase64url(hash) };
}
