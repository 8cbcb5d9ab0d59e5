// client.js: calls to the admin API. The browser sends the Kratos cookie, and the server decides what it allows.

import { LatchkeyError } from '../sdk/error.js';
import { connect, refusal } from '../sdk/http.js';
import { parsed } from '../sdk/json.js';
import { queryOf } from './route.js';

/** @typedef {ReturnType<typeof connectAdmin>} AdminClient */

const PREFIX = '/admin/v1';

/**
 * @param {string} baseUrl URL of the admin API
 * @param {(() => Promise<unknown>) | null} stepUp asks for a passkey; null if this page cannot
 */
export function connectAdmin(baseUrl, stepUp) {
  const send = connect(baseUrl);
  /** Steps up if the call requires it, and retries. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  const proven = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!stepUp || !resolvable(error)) throw error;
    }
    await stepUp().catch((error) => { throw Object.assign(error, { ways: [{ way: 'passkey' }] }); }); // what it was for
    return work();
  };
  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  const call = (method, path, body) => proven(() => send(method, PREFIX + path, body));
  return {
    /** @param {string} path @param {Record<string, string | undefined>} [filter] */
    get: (path, filter = {}) => send('GET', PREFIX + path + (queryOf(filter) && `?${queryOf(filter)}`)),
    /** A list that may take a passkey. @param {string} path @param {Record<string, string | undefined>} filter */
    getProven: (path, filter) => call('GET', `${path}?${queryOf(filter)}`),
    /** @param {string} path @param {object} body */
    post: (path, body) => call('POST', path, body),
    /** @param {string} path */
    remove: (path) => call('DELETE', path),
    /** A complete list in a media type. @param {string} path @param {Record<string, string>} filter @param {string} media */
    stream: (path, filter, media) => proven(() => stream(`${baseUrl}${PREFIX}${path}?${queryOf(filter)}`, media)),
  };
}

/** Whether a passkey would help. @param {unknown} error */
function resolvable(error) {
  return error instanceof LatchkeyError && error.code === 'step_up_required'
    && (error.ways.length === 0 || error.ways.some(({ way }) => way === 'passkey'));
}

/**
 * Browsers keep large blobs on disk. A truncated response is a failure, not a short file.
 * @param {string} url @param {string} media @returns {Promise<Blob>}
 */
async function stream(url, media) {
  let response;
  try {
    response = await fetch(url, { credentials: 'include', cache: 'no-store', headers: { accept: media } });
    if (response.ok) return await response.blob();
  } catch (cause) {
    throw new LatchkeyError('network', { cause });
  }
  throw refusal(response.status, response.headers.get('x-request-id') ?? '', parsed(await response.text()));
}
