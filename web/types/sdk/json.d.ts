/** @param {'create' | 'get'} action @param {any} json @returns {any} */
export function optionsFromJSON(action: "create" | "get", json: any): any;
/** @param {any} credential @returns {object} */
export function credentialToJSON(credential: any): object;
/** Omits absent members. @param {Record<string, any>} members */
export function defined(members: Record<string, any>): {
    [k: string]: any;
};
/** @param {string} text @returns {any} null if it is not a JSON object */
export function parsed(text: string): any;
/** @param {ArrayBuffer} buffer @returns {string} base64url without padding */
export function toBase64url(buffer: ArrayBuffer): string;
