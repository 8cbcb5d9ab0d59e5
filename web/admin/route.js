// route.js: where in the console somebody is stands in the fragment of the address, `#/passkeys?synced=true`, so that the
// back button, a reload and a link to a colleague all work. What a person types to find somebody never stands there.

/** @typedef {{view: string, id: string, filter: Record<string, string>}} Route */

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const [view, id = ''] = path.split('/');
  return { view, id, filter: Object.fromEntries(new URLSearchParams(query)) };
}

/**
 * @param {string} view @param {string} [id] @param {Record<string, string | null | undefined>} [filter] what is empty is left out
 * @returns {string} a fragment
 */
export function routeTo(view, id = '', filter = {}) {
  const query = queryOf(filter);
  return `#/${view}${id && `/${encodeURIComponent(id)}`}${query && `?${query}`}`;
}

/** @param {Record<string, string | null | undefined>} filter @returns {string} without a question mark */
export function queryOf(filter) {
  return new URLSearchParams(/** @type {[string, string][]} */ (Object.entries(filter).filter(([, value]) => value))).toString();
}

// Leaving to sign in or to confirm leads back to the console, not to where in it: servers never see a fragment.
const PLACE = 'latchkey-console-place';

export function rememberPlace() {
  try {
    sessionStorage.setItem(PLACE, location.hash);
  } catch { /* the browser keeps nothing: one more click */ }
}

/** Goes back there, unless the address says where to go. */
export function returnToPlace() {
  try {
    const hash = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    if (hash && !location.hash) history.replaceState(null, '', hash);
  } catch { /* likewise */ }
}
