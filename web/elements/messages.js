// messages.js: loads the sentences of a language. Shared ones are in messages.<language>.js, those of one section in
// messages.<language>.<section>.js, so that pages load only what they need. Adding files adds a language.

import { load } from './languages.js';

/** @typedef {import('./languages.js').Sentences} Sentences */

/** @type {Map<string, Promise<Sentences>>} */
const loaded = new Map();

/**
 * The language of an element: the nearest lang attribute, across shadow roots.
 * @param {Element} element @returns {string} the primary subtag: "de" of "de-AT"
 */
export function languageOf(element) {
  /** @type {any} */
  let node = element;
  while (node && !node.lang) node = node.parentNode ?? node.host;
  const [primary] = (node?.lang || navigator.language).toLowerCase().split('-');
  return /^[a-z]{2,3}$/.test(primary) ? primary : 'en';
}

/**
 * The shared sentences and those of some sections; English if there is no such language.
 * @param {string} language such as "pt-BR" @param {string[]} sections @returns {Promise<Sentences>}
 */
export async function sentencesOf(language, sections) {
  const [name] = language.split('-');
  try {
    const parts = await Promise.all([name, ...sections.map((section) => `${name}.${section}`)].map(once));
    return merged(...parts);
  } catch (error) {
    if (name === 'en') throw error;
    return sentencesOf('en', sections);
  }
}

/** Merges sections by name. @param {...Sentences} parts @returns {Sentences} */
export function merged(...parts) {
  /** @type {Sentences} */
  const all = {};
  for (const [name, part] of parts.flatMap(Object.entries)) all[name] = typeof part === 'string' ? part : Object.assign({}, all[name], part);
  return all;
}

/** How often a file has failed to load. @type {Map<string, number>} */
const failures = new Map();

/** Loads a file once; after a failure, the next call tries again. @param {string} name "de" or "de.setup" @returns {Promise<Sentences>} */
function once(name) {
  if (!loaded.has(name)) {
    loaded.set(name, attempt(name).then((module) => module.default));
    loaded.get(name)?.catch(() => {
      loaded.delete(name);
      failures.set(name, (failures.get(name) ?? 0) + 1);
    });
  }
  return /** @type {Promise<Sentences>} */ (loaded.get(name));
}

/** Where this file is. Not by `new URL(…, import.meta.url)`, for which bundlers look for a file at build time. */
const FOLDER = import.meta.url.replace(/[^/]*$/, '');

/** Some browsers cache a failed import for the lifetime of the page, so a retry uses another URL. @param {string} name */
function attempt(name) {
  const failed = failures.get(name);
  if (!failed) return load(name);
  const again = `${FOLDER}messages.${name}.js?again=${failed}`;
  return import(/* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ again).catch(() => load(name));
}

/**
 * A sentence with a number may have one form for each plural category of its language: `{"one": "…", "other": "…"}`.
 * @param {Sentences} sentences @param {string} key dotted @param {Record<string, unknown>} [values] the first number selects the form
 * @returns {string | undefined}
 */
export function lookUp(sentences, key, values = {}) {
  /** @type {any} */
  let found = sentences;
  for (const part of key.split('.')) found = found?.[part];
  const number = Object.values(values).find((value) => typeof value === 'number');
  if (found && typeof found === 'object' && number !== undefined) {
    found = found[new Intl.PluralRules(String(sentences.lang)).select(Number(number))] ?? found.other;
  }
  return typeof found === 'string' ? found : undefined;
}

/**
 * In a right-to-left sentence each value is isolated (Unicode UAX #9), so that a name in Latin letters does not reorder the words
 * around it.
 * @param {string} sentence @param {Record<string, unknown>} values for the {names} in it @param {Sentences} sentences its language
 */
export function fill(sentence, values, { lang, dir }) {
  const [open, close] = dir === 'rtl' ? ['\u2068', '\u2069'] : ['', ''];
  return sentence.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name] ?? '';
    return open + (typeof value === 'number' ? value.toLocaleString(String(lang)) : value) + close;
  });
}

/**
 * The key of what to do next. A step-up that neither a passkey, a page of Kratos nor another session gives takes a code or support.
 * @param {any} error @param {(key: string) => string | undefined} look
 */
export function nextKey({ code, reason, ways = [] }, look) {
  const barred = ways.length > 0 && ways.every((/** @type {any} */ { way }) => way === 'recovery_code' || way === 'support');
  if (code === 'step_up_required' && barred) return 'errors.step_up_required.alone';
  return reason && look(`reasons.${reason}.next`) ? `reasons.${reason}.next` : `errors.${code}.next`;
}

/**
 * What happened, and what to do next. A reason explains more than its code, and a code that is not known here has the server's
 * own words.
 * @param {any} error @param {(key: string) => string | undefined} look @returns {[string, string]}
 */
export function sentencesFor(error, look) {
  const known = typeof error?.hint === 'string' ? error : { code: 'unknown' }, { code, reason, message, hint } = known;
  const what = (reason && look(`reasons.${reason}.what`)) || look(`errors.${code}.what`);
  return [what || message || '', look(nextKey(known, look)) || hint || ''];
}
