// messages.js: the sentences of a language. Each language is one file beside this one; adding a file adds a language.

/** @typedef {{[key: string]: string | Sentences}} Sentences */

/** @type {Map<string, Promise<Sentences>>} */
const loaded = new Map();

/**
 * The nearest language of an element, its own attribute first, across shadow roots.
 * @param {Element} element @returns {string} the primary subtag: "de" of "de-AT"
 */
export function languageOf(element) {
  /** @type {any} */
  let node = element;
  while (node && !node.lang) node = node.parentNode ?? node.host;
  const [primary] = (node?.lang || navigator.language).toLowerCase().split('-');
  return /^[a-z]{2,3}$/.test(primary) ? primary : 'en';
}

/** English where there is no such language. @param {string} language @returns {Promise<Sentences>} */
export function sentencesOf(language) {
  if (!loaded.has(language)) {
    const file = import(`./messages.${language}.js`).then((module) => module.default);
    loaded.set(language, language === 'en' ? file : file.catch(() => sentencesOf('en')));
  }
  return /** @type {Promise<Sentences>} */ (loaded.get(language));
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
