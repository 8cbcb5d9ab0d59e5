// options.js: the options of createLatchkey. A misspelt one would otherwise only show as a call to the wrong address.

/**
 * The address of Latchkey without a slash at its end; empty: the origin of this page.
 * @param {{baseUrl?: string, reportFailures?: boolean}} options @returns {string} throws a TypeError
 */
export function addressIn(options) {
  if (typeof options !== 'object' || options === null) throw wrong('takes an object');
  for (const name of Object.keys(options)) {
    if (name !== 'baseUrl' && name !== 'reportFailures') throw wrong(`has no "${name}", only baseUrl and reportFailures`);
  }
  const { baseUrl = '', reportFailures = true } = options;
  if (typeof reportFailures !== 'boolean') throw wrong('takes a boolean as reportFailures');
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
