// authz.js: asks Latchkey whether the session of a request suffices.

/**
 * @typedef {object} Session  of a request that was let through
 * @property {string} subject  the identity at Kratos
 * @property {{identity_id: string, session_id: string, level: 'aal1' | 'aal2'}} extra  session_id is '' for a proof of a login without a session
 */

/**
 * @typedef {object} Request  what is used of a request
 * @property {string} [method]
 * @property {string} [url]
 * @property {string} [originalUrl]  Express changes url for what is mounted below a path
 * @property {{[name: string]: string | string[] | undefined}} headers
 * @property {Session} [latchkey]
 */

/** Timeout in milliseconds; the server's own timeout for Kratos is shorter. */
export const PATIENCE = 10_000;

/**
 * Sends the credential of a request to Latchkey, and nothing else of it but its address.
 * @param {Request} req @param {string} authz @param {string} origin @param {string} cookie @param {[string, string][]} demand
 */
export async function ask(req, authz, origin, cookie, demand) {
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
