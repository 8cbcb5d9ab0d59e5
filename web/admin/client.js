// client.js: the calls to the admin API. The browser sends the Kratos cookie, and the server decides what its owner may do.

import { LatchkeyError } from '../sdk/error.js';
import { connect, refusal } from '../sdk/http.js';
import { parsed } from '../sdk/json.js';
import { queryOf } from './route.js';

/** @typedef {ReturnType<typeof connectAdmin>} AdminClient */

const PREFIX = '/admin/v1';

/**
 * @param {string} baseUrl where the admin API answers
 * @param {(() => Promise<unknown>) | null} stepUp proves that the person holds a passkey; null where this page cannot ask for one
 */
export function connectAdmin(baseUrl, stepUp) {
  const send = connect(baseUrl);
  /** Asks for a passkey where the call needs one, and goes on. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  const proven = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!stepUp || !resolvable(error)) throw error;
    }
    await stepUp();
    return work();
  };
  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  const call = (method, path, body) => proven(() => send(method, PREFIX + path, body));
  return {
    /** @param {string} path @param {Record<string, string | undefined>} [filter] */
    get: (path, filter = {}) => send('GET', PREFIX + path + (queryOf(filter) && `?${queryOf(filter)}`)),
    /** @param {string} path @param {object} body */
    post: (path, body) => call('POST', path, body),
    /** @param {string} path */
    remove: (path) => call('DELETE', path),
    /** All of a list, as the media type. @param {string} path @param {Record<string, string>} filter @param {string} media */
    stream: (path, filter, media) => proven(() => stream(`${baseUrl}${PREFIX}${path}?${queryOf(filter)}`, media)),
  };
}

/** A passkey would help. @param {unknown} error */
function resolvable(error) {
  return error instanceof LatchkeyError && error.code === 'step_up_required'
    && (error.ways.length === 0 || error.ways.some(({ way }) => way === 'passkey'));
}

/**
 * A browser keeps a large blob on disk. One that was cut off on the way is a failure, not a short file.
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
