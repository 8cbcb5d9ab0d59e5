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
 * @param {string} language @param {string[]} sections @returns {Promise<Sentences>}
 */
export async function sentencesOf(language, sections) {
  try {
    const parts = await Promise.all([language, ...sections.map((section) => `${language}.${section}`)].map(once));
    return merged(...parts);
  } catch (error) {
    if (language === 'en') throw error;
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

/** Some browsers cache a failed import for the lifetime of the page, so a retry uses another URL. @param {string} name */
function attempt(name) {
  const failed = failures.get(name);
  if (!failed) return load(name);
  const again = new URL(`./messages.${name}.js?again=${failed}`, import.meta.url).href;
  return import(/* @vite-ignore */ /* webpackIgnore: true */ again).catch(() => load(name));
}

/** @param {Sentences} sentences @param {string} key dotted @returns {string | undefined} */
export function lookUp(sentences, key) {
  /** @type {any} */
  let found = sentences;
  for (const part of key.split('.')) found = found?.[part];
  return typeof found === 'string' ? found : undefined;
}

/** @param {string} sentence @param {Record<string, unknown>} values for the {names} in it */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}
