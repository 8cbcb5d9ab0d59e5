// express.js: protects routes of Express, and of any server with handlers (req, res, next), with Latchkey. For each request it asks
// GET /v1/authz whether the session suffices, as a proxy would, and answers as Latchkey does: with the challenge of RFC 9470 for
// programs, and with a redirect for browsers that open a page. It owns no decision: which session suffices, Latchkey says. It needs
// Node.js 18 or newer, and nothing else. Browsers do not load it.

/**
 * @typedef {object} Demand  what a route demands of a session, in addition to Latchkey's policy
 * @property {'aal1' | 'aal2'} [level]
 * @property {number} [maxAge]  how old the newest proof of the user may be, in whole seconds
 */

/**
 * @typedef {object} Session  of a request that was let through
 * @property {string} subject  the identity at Kratos
 * @property {{identity_id: string, session_id: string, level: 'aal1' | 'aal2'}} extra
 */

/**
 * @typedef {object} Request  what is used of a request
 * @property {string} [method]
 * @property {string} [url]
 * @property {string} [originalUrl]  Express changes url for what is mounted below a path
 * @property {{[name: string]: string | string[] | undefined}} headers
 * @property {Session} [latchkey]
 */

/**
 * @typedef {object} Response  what is used of a response
 * @property {number} statusCode
 * @property {(name: string, value: string) => unknown} setHeader
 * @property {(body: string) => unknown} end
 */

/** @typedef {(req: any, res: any, next: (error?: unknown) => void) => Promise<void>} Middleware */

/** Timeout in milliseconds; the server's own timeout for Kratos is shorter. */
const PATIENCE = 10_000;

/** What is passed on of a refusal. */
const HEADERS = ['content-type', 'www-authenticate', 'location', 'retry-after', 'x-latchkey-page'];

/**
 * @param {object} options
 * @param {string} options.url  where the application reaches Latchkey's public listener: `http://127.0.0.1:4477`
 * @param {string} options.app  the origin of the application as browsers see it, which `return_to` of latchkey.yml must allow
 * @param {string} [options.cookie]  the name of Kratos' session cookie; default: `ory_kratos_session`
 */
export function createLatchkey({ url, app, cookie = 'ory_kratos_session', ...unknown }) {
  refuseUnknown(unknown);
  const authz = new URL('/v1/authz', url).href;
  const origin = new URL(app).origin;
  return {
    /**
     * Lets only those requests through whose session meets the demand, with `req.latchkey`. If Latchkey does not answer, none passes.
     * @param {Demand} [demand] @returns {Middleware}
     */
    require(demand = {}) {
      const query = queryOf(demand);
      return (req, res, next) => pass(req, res, next, ask(req, authz, origin, cookie, query)).catch(next);
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
 * Sends the credential of a request to Latchkey, and nothing else of it but its address.
 * @param {Request} req @param {string} authz @param {string} origin @param {string} cookie @param {[string, string][]} demand
 */
async function ask(req, authz, origin, cookie, demand) {
  const path = req.originalUrl ?? req.url ?? '/';
  const query = new URLSearchParams([...demand, ['return_to', origin + (path.startsWith('/') ? path : '/')]]);
  if (req.method === 'GET' && req.headers['sec-fetch-mode'] === 'navigate') query.set('redirect', '');
  const answer = await fetch(`${authz}?${query}`, {
    headers: credentialOf(req.headers, cookie), redirect: 'manual', signal: AbortSignal.timeout(PATIENCE),
  });
  const body = await answer.text();
  return { answer, body, session: answer.status === 200 ? sessionOf(body) : null };
}

/**
 * Returns the one credential of a request, in the order of Kratos and Latchkey. Of its cookies only that of the session is sent, as
 * often as the browser has it; the others are the application's. Empty ones count as absent.
 * @param {Request['headers']} headers @param {string} cookie @returns {Record<string, string>}
 */
function credentialOf(headers, cookie) {
  const token = headers['x-session-token'];
  if (token) return { 'x-session-token': String(token) };
  const cookies = String(headers.cookie ?? '').split(';').map((pair) => pair.trim()).filter((pair) => pair.startsWith(`${cookie}=`) && pair.length > cookie.length + 1);
  if (cookies.length) return { cookie: cookies.join('; ') };
  const authorization = String(headers.authorization ?? '');
  return /^bearer /i.test(authorization) ? { authorization } : {};
}

/** @param {string} body @returns {Session} */
function sessionOf(body) {
  const { subject, extra } = JSON.parse(body);
  if (typeof subject !== 'string' || !subject || extra?.identity_id !== subject) throw new TypeError('not an answer of Latchkey');
  return { subject, extra };
}

/**
 * @param {Request} req @param {Response} res @param {() => void} next
 * @param {Promise<{answer: globalThis.Response, body: string, session: Session | null}>} asked
 */
async function pass(req, res, next, asked) {
  const got = await asked.catch(() => null);
  if (got?.session) {
    req.latchkey = got.session;
    next();
    return;
  }
  res.setHeader('cache-control', 'no-store');
  if (!got) {
    res.statusCode = 503;
    res.setHeader('retry-after', '5');
    res.setHeader('content-type', 'text/plain; charset=utf-8');
    res.end('Latchkey is not responding. Try again in a moment.\n');
    return;
  }
  // An answer of something other than Latchkey is no refusal that a client could act upon.
  const { status, headers } = got.answer;
  res.statusCode = status < 300 || status === 404 ? 500 : status;
  for (const name of HEADERS) {
    const value = headers.get(name);
    if (value !== null) res.setHeader(name, value);
  }
  res.end(got.body);
}
