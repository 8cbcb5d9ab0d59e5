// webcrypto.js: Web Crypto wherever it is, and base64url.

/** Node.js 18 has no global crypto. @returns {Promise<{subtle: SubtleCrypto, getRandomValues: (into: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>}>} */
export async function webCrypto() {
  const node = 'node:crypto';
  const found = globalThis.crypto ?? (await import(node)).webcrypto;
  return { subtle: found.subtle, getRandomValues: (into) => found.getRandomValues(into) };
}

/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} empty if it is none */
export function bytes(text) {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return new Uint8Array();
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
}
