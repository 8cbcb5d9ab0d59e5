// express.js: protects routes of Express, and of any server with handlers (req, res, next), with Latchkey. For each request it asks
// GET /v1/authz whether the session suffices, as a proxy would, and answers as Latchkey does: with the challenge of RFC 9470 for
// programs, and with a redirect for browsers that open a page. It owns no decision: which session suffices, Latchkey says. A service
// may also accept proofs. It needs Node.js 18 or newer, and nothing else. Browsers do not load it.

import { ask, PATIENCE } from './authz.js';
import { PRESENT, proofIn, VERIFIED, verifier } from './proof.js';

export { createNonces } from './nonces.js';

/** @typedef {import('./proof.js').Proofs} Proofs */

/** @typedef {import('./proof.js').Demand} Demand */

/** @typedef {import('./authz.js').Session} Session */

/** @typedef {import('./authz.js').Request} Request */

/**
 * @typedef {object} Response  what is used of a response
 * @property {number} statusCode
 * @property {(name: string, value: string) => unknown} setHeader
 * @property {(body: string) => unknown} end
 */

/** @typedef {(req: any, res: any, next: (error?: unknown) => void) => Promise<void>} Middleware */

/** What is passed on of a refusal. */
const HEADERS = ['content-type', 'www-authenticate', 'location', 'retry-after', 'x-latchkey-page'];

/**
 * @param {object} options
 * @param {string} options.url  where the application reaches Latchkey's public listener: `http://127.0.0.1:4477`
 * @param {string} options.app  the origin of the application as browsers see it, which `return_to` of latchkey.yml must allow
 * @param {string} [options.cookie]  the name of Kratos' session cookie; default: `ory_kratos_session`
 * @param {Proofs} [options.proofs]  accept proofs, too
 */
export function createLatchkey({ url, app, cookie = 'ory_kratos_session', proofs, ...unknown }) {
  refuseUnknown(unknown);
  const verify = proofs ? verifier(proofs, PATIENCE) : null;
  const authz = new URL('/v1/authz', url).href;
  const origin = new URL(app).origin;
  return {
    /**
     * Lets only those requests through whose session meets the demand, with `req.latchkey`. If Latchkey does not answer, none passes.
     * A proof is in `Authorization: Bearer`. A request that has one has chosen it: no session counts beside it, since browsers send
     * cookies by themselves.
     * @param {Demand} [demand] @returns {Middleware}
     */
    require(demand = {}) {
      const query = queryOf(demand);
      const ofProof = { ...demand, level: demand.level ?? 'aal2' };
      return async (req, res, next) => {
        const proof = verify && proofIn(req.headers);
        const answered = proof ? byProof(req, res, ofProof, verify(proof, ofProof)) : bySession(req, res, ask(req, authz, origin, cookie, query));
        if (await answered) next(); // outside of what handles errors: the handler must not run twice
      };
    },
  };
}

/** A misspelled demand must not be taken for none. @param {object} unknown */
function refuseUnknown(unknown) {
  const [name] = Object.keys(unknown);
  if (name) throw new TypeError(`Latchkey: there is no option ${name}`);
}

/** @param {Demand} demand @returns {[string, string][]} */
function queryOf({ level, maxAge, ...unknown }) {
  refuseUnknown(unknown);
  if (level !== undefined && level !== 'aal1' && level !== 'aal2') throw new TypeError('Latchkey: level is aal1 or aal2');
  if (maxAge !== undefined && !(Number.isInteger(maxAge) && maxAge >= 1 && maxAge < 2 ** 31)) {
    throw new TypeError('Latchkey: maxAge is a whole number of seconds, from 1 to 2147483647');
  }
  /** @type {[string, string][]} */
  const query = [];
  if (level) query.push(['level', level]);
  if (maxAge) query.push(['max_age', String(maxAge)]);
  return query;
}

/**
 * @param {Request} req @param {Response} res
 * @param {Promise<{answer: globalThis.Response, body: string, session: Session | null}>} asked @returns {Promise<boolean>} whether it may pass
 */
async function bySession(req, res, asked) {
  const got = await asked.catch(() => null);
  if (got?.session) {
    req.latchkey = got.session;
    return true;
  }
  if (!got) return unavailable(res);
  // An answer of something other than Latchkey is no refusal that a client could act upon.
  const { status, headers } = got.answer;
  for (const name of HEADERS) {
    const value = headers.get(name);
    if (value !== null) res.setHeader(name, value);
  }
  return refuse(res, status < 300 || status === 404 ? 500 : status, got.body);
}

/**
 * @param {Request} req @param {Response} res @param {Demand} demand
 * @param {Promise<import('./proof.js').Claims | import('./proof.js').Refusal>} verified @returns {Promise<boolean>} whether it may pass
 */
async function byProof(req, res, demand, verified) {
  const claims = await verified.catch(() => null);
  if (!claims) return unavailable(res);
  if (typeof claims === 'object') {
    const level = claims.acr === VERIFIED ? 'aal2' : 'aal1';
    req.latchkey = { subject: claims.sub, extra: { identity_id: claims.sub, session_id: claims.sid ?? '', level } };
    return true;
  }
  res.setHeader('content-type', 'text/plain; charset=utf-8');
  if (claims === 'insufficient') {
    res.setHeader('www-authenticate', challenge(demand));
    return refuse(res, 401, 'The proof does not meet what this request demands.\n');
  }
  res.setHeader('www-authenticate', 'Bearer error="invalid_token"');
  return refuse(res, 401, 'This is not a valid proof, or it was used before.\n');
}

/** The challenge of RFC 9470 for a demand, as Latchkey writes it by default. @param {Demand} demand */
function challenge({ level, maxAge }) {
  const parts = ['Bearer error="insufficient_user_authentication"'];
  if (level) parts.push(`acr_values="${level === 'aal2' ? VERIFIED : `${PRESENT} ${VERIFIED}`}"`);
  if (maxAge) parts.push(`max_age="${maxAge}"`);
  return parts.join(', ');
}

/** @param {Response} res */
function unavailable(res) {
  res.setHeader('retry-after', '5');
  res.setHeader('content-type', 'text/plain; charset=utf-8');
  return refuse(res, 503, 'Latchkey is not responding. Try again in a moment.\n');
}

/** @param {Response} res @param {number} status @param {string} body */
function refuse(res, status, body) {
  res.statusCode = status;
  res.setHeader('cache-control', 'no-store');
  res.end(body);
  return false;
}
