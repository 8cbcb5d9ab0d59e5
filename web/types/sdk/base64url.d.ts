/** @param {Uint8Array | ArrayBuffer} bytes @returns {string} base64url without padding */
export function toBase64url(bytes: Uint8Array | ArrayBuffer): string;
/** @param {string} base64 @returns {string} without padding */
export function urlAlphabet(base64: string): string;
