/**
 * The language of an element: the nearest lang attribute, across shadow roots.
 * @param {Element} element @returns {string} the primary subtag: "de" of "de-AT"
 */
export function languageOf(element: Element): string;
/**
 * The shared sentences and those of some sections; English if there is no such language.
 * @param {string} language such as "pt-BR" @param {string[]} sections @returns {Promise<Sentences>}
 */
export function sentencesOf(language: string, sections: string[]): Promise<Sentences>;
/** Merges sections by name. @param {...Sentences} parts @returns {Sentences} */
export function merged(...parts: Sentences[]): Sentences;
/**
 * A sentence with a number may have one form for each plural category of its language: `{"one": "…", "other": "…"}`.
 * @param {Sentences} sentences @param {string} key dotted @param {Record<string, unknown>} [values] the first number selects the form
 * @returns {string | undefined}
 */
export function lookUp(sentences: Sentences, key: string, values?: Record<string, unknown>): string | undefined;
/**
 * In a right-to-left sentence each value is isolated (Unicode UAX #9), so that a name in Latin letters does not reorder the words
 * around it.
 * @param {string} sentence @param {Record<string, unknown>} values for the {names} in it @param {Sentences} sentences its language
 */
export function fill(sentence: string, values: Record<string, unknown>, { lang, dir }: Sentences): string;
/**
 * The key of what to do next. A step-up that neither a passkey, a page of Kratos nor another session gives takes a code or support.
 * @param {any} error @param {(key: string) => string | undefined} look
 */
export function nextKey({ code, reason, ways }: any, look: (key: string) => string | undefined): string;
/**
 * What happened, and what to do next. A reason explains more than its code, and a code that is not known here has the server's
 * own words.
 * @param {any} error @param {(key: string) => string | undefined} look @returns {[string, string]}
 */
export function sentencesFor(error: any, look: (key: string) => string | undefined): [string, string];
export type Sentences = import("./languages.js").Sentences;
