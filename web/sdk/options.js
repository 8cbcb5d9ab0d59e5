// options.js: the options of createLatchkey. A misspelt one would otherwise only show as a call to the wrong address.

/** A language tag. */
export const LANGUAGE = /^[a-z\d-]{2,35}$/i;

/**
 * The address of Latchkey without a slash at its end; empty: the origin of this page.
 * @param {{baseUrl?: string, language?: string, reportFailures?: boolean}} options @returns {string} throws a TypeError
 */
export function addressIn(options) {
  if (typeof options !== 'object' || options === null) throw wrong('takes an object');
  for (const name of Object.keys(options)) {
    if (!['baseUrl', 'language', 'reportFailures'].includes(name)) throw wrong(`has no "${name}", only baseUrl, language and reportFailures`);
  }
  const { baseUrl = '', language = 'en', reportFailures = true } = options;
  if (typeof reportFailures !== 'boolean') throw wrong('takes a boolean as reportFailures');
  if (typeof language !== 'string' || !LANGUAGE.test(language)) throw wrong(`does not take ${JSON.stringify(language)} as language: give a tag, such as "de"`);
  const url = typeof baseUrl === 'string' ? baseUrl : '-';
  if (url && !/^(https?:\/\/[^\s/?#@]+(?=\/|$)|\/(?!\/))[^\s?#]*$/i.test(url)) {
    throw wrong(`does not take ${JSON.stringify(baseUrl)} as baseUrl: give a scheme and host, a path, or ""`);
  }
  return url.replace(/\/+$/, '');
}

/** @param {string} what */
function wrong(what) {
  return new TypeError(`createLatchkey ${what}.`);
}
