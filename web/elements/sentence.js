// sentence.js: what happened and what to do next, in the language of the page, for those who build their own user interface:
//
//   import { sentence } from '/elements/sentence.js';
//   said.textContent = await sentence(error);

import { fill, languageOf, lookUp, sentencesFor, sentencesOf } from './messages.js';

/** @typedef {import('../sdk/latchkey.js').LatchkeyError} LatchkeyError */

/**
 * Two sentences, as the elements show them. English if there is no such language. Never rejects: without the sentences, the
 * error's own are used.
 * @param {LatchkeyError | any} error  what the SDK threw; anything else counts as `unknown`
 * @param {string} [lang]  "de", or "de-AT"; absent: the language of the page, or the browser's
 * @param {{app?: string}} [options]  `app`: the name of your application; absent: the host name
 * @returns {Promise<string>}
 */
export async function sentence(error, lang = languageOf(document.documentElement), { app = location.hostname } = {}) {
  /** @type {import('./messages.js').Sentences} */
  const sentences = await sentencesOf(lang, ['errors', 'recover', 'stale']).catch(() => ({}));
  const [what, next] = sentencesFor(error, (key) => lookUp(sentences, key));
  const signOut = error?.ways?.some((/** @type {any} */ { way }) => way === 'sign_out') && lookUp(sentences, 'stale.sign_out');
  return fill([what, next, signOut].filter(Boolean).join(' '), { app }, sentences);
}
