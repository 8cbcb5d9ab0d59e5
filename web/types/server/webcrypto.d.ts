/** Node.js 18 has no global crypto. @returns {Promise<{subtle: SubtleCrypto, getRandomValues: (into: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>}>} */
export function webCrypto(): Promise<{
    subtle: SubtleCrypto;
    getRandomValues: (into: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
}>;
/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} empty if it is none */
export function bytes(text: string): Uint8Array<ArrayBuffer>;
