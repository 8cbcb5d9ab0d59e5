// base64url.js: bytes as text (RFC 4648, section 5), for what few pages need and so load apart.

/** @param {Uint8Array | ArrayBuffer} bytes @returns {string} base64url without padding */
export function toBase64url(bytes) {
  return urlAlphabet(btoa(Array.from(new Uint8Array(bytes), (b) => String.fromCharCode(b)).join('')));
}

/** @param {string} base64 @returns {string} without padding */
export function urlAlphabet(base64) {
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
