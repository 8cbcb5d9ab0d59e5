/** @typedef {import('../sdk/latchkey.js').LatchkeyError} LatchkeyError */
/**
 * Two sentences, as the elements show them. English if there is no such language. Never rejects: without the sentences, the
 * error's own are used.
 * @param {LatchkeyError | any} error  what the SDK threw; anything else counts as `unknown`
 * @param {string} [lang]  "de", or "de-AT"; absent: the language of the page, or the browser's
 * @param {{app?: string}} [options]  `app`: the name of your application; absent: the host name
 * @returns {Promise<string>}
 */
export function sentence(error: LatchkeyError | any, lang?: string, { app }?: {
    app?: string;
}): Promise<string>;
export type LatchkeyError = import("../sdk/latchkey.js").LatchkeyError;
