// route.js: the current view is in the URL's fragment, `#/passkeys?synced=true`, so that the back button, reloading and sharing a
// link work. Identifiers typed into a search never go there.

/** @typedef {{view: string, id: string, filter: Record<string, string>}} Route */

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const [view, id = ''] = path.split('/');
  return { view, id, filter: Object.fromEntries(new URLSearchParams(query)) };
}

/**
 * @param {string} view @param {string} [id] @param {Record<string, string | null | undefined>} [filter] empty values are omitted
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

// Servers never see a fragment, so the view is stored while the user signs in or confirms on another page.
const PLACE = 'latchkey-console-place';

export function rememberPlace() {
  try {
    sessionStorage.setItem(PLACE, location.hash);
  } catch { /* no storage: the console opens on its first view */ }
}

/** Restores the view, unless the URL names one. */
export function returnToPlace() {
  try {
    const hash = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    if (hash && !location.hash) history.replaceState(null, '', hash);
  } catch { /* likewise */ }
}
