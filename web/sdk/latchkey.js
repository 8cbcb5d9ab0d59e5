// latchkey.js: passkeys for Ory Kratos in the browser. The only import:
//
//   import { createLatchkey } from '/sdk/latchkey.js';
//   const passkey = await createLatchkey().register({ name: 'My laptop' });
//
// Every failure, of the browser or the server, is a LatchkeyError: `code` for programs, `message` and `hint` for people. If the
// session is not fresh enough, the SDK steps up with a passkey and continues, or the error names the other ways.

import { ask, endRunning, newTurn, currentTurn, requireSupport, aboutOf } from './ceremony.js';
import { LatchkeyError } from './error.js';
import { connect, oneAtATime } from './http.js';
import { defined } from './json.js';
import { addressIn } from './options.js';
import { chosen, resuming } from './resume.js';
import { keepToken } from './token.js';

export { BROWSER_CODES, LatchkeyError, SERVER_CODES } from './error.js';

/** @typedef {import('./error.js').Code} Code */
/** @typedef {import('./types.js').Activity} Activity */
/** @typedef {import('./types.js').Assurance} Assurance */
/** @typedef {import('./types.js').Begun} Begun */
/** @typedef {import('./types.js').Capabilities} Capabilities */
/** @typedef {import('./types.js').Diagnosis} Diagnosis */
/** @typedef {import('./types.js').Factor} Factor */
/** @typedef {import('./types.js').FactorAnswer} FactorAnswer */
/** @typedef {import('./types.js').Login} Login */
/** @typedef {import('./types.js').Passkey} Passkey */
/** @typedef {import('./types.js').RegisteredPasskey} RegisteredPasskey */
/** @typedef {import('./types.js').OwnPasskey} OwnPasskey */
/** @typedef {import('./types.js').Removed} Removed */
/** @typedef {import('./types.js').Problem} Problem */
/** @typedef {import('./types.js').Redemption} Redemption */
/** @typedef {import('./types.js').SessionKind} SessionKind */
/** @typedef {import('./types.js').SessionsOutcome} SessionsOutcome */
/** @typedef {import('./types.js').Standing} Standing */
/** @typedef {import('./types.js').StepUp} StepUp */
/** @typedef {import('./types.js').Way} Way */
/** @typedef {ReturnType<typeof createLatchkey>} Latchkey */
/** Details of a failure to show or copy for support. @param {unknown} error @returns {Promise<import('./types.js').Diagnosis>} */
export const diagnose = (error) => import('./diagnosis.js').then((module) => module.diagnose(error));
/** @template T @param {Promise<T>} module */ const fetched = (module) => module.catch((cause) => { throw new LatchkeyError('network', { cause }); });
const capabilities = () => fetched(import('./capabilities.js')).then((module) => module.capabilities());

/**
 * Throws a TypeError for any other option or address.
 * @param {object} [options]
 * @param {string} [options.baseUrl]  URL of Latchkey, with its scheme, or a path of this origin; empty: the origin of this page
 * @param {string} [options.language]  of the names that Latchkey gives to passkeys, such as "de"; absent: that of the page
 * @param {boolean} [options.reportFailures]  false: Latchkey is not told when a prompt fails; see docs/sdk.md
 */
export function createLatchkey(options = {}) {
  const base = addressIn(options), send = connect(base, options.language);
  /** Has a method report how it fails. @template {(...given: any[]) => Promise<any>} M @param {import('./report.js').Kind} kind @param {M} method @returns {M} */
  const reported = (kind, method) => /** @type {M} */ ((...given) => method(...given).catch((error) => {
    if (options.reportFailures !== false) import('./report.js').then(({ report }) => report(base, kind, error, method === autofill), () => {});
    throw error;
  }));

  /** Calls the server with the session. If a passkey can make the session fresh, steps up and continues. */
  const call = resuming(send, (options, turn) => prove(options, turn));

  /**
   * Finishes a ceremony. A refusal tells which one, too. A registration whose answer was lost is sent once more: the server
   * then returns the passkey that it has stored.
   * @param {typeof call} via @param {string} kind @param {Begun} begun @param {object} members @param {number} [turn]
   * @param {boolean} [again] @returns {Promise<any>}
   */
  async function finish(via, kind, begun, members, turn, again = false) {
    try {
      return await via('POST', `/v1/${kind}/finish`, defined({ ceremony: begun.ceremony, ...members }), turn);
    } catch (error) {
      if (error instanceof LatchkeyError) {
        if (error.code === 'ceremony_spent' && error.problem?.passkey) return error.problem.passkey;
        if (error.code === 'network' && kind === 'registration' && !again) return finish(via, kind, begun, members, turn, true);
        const { requestId, rpId, otherRpIds = [] } = aboutOf(begun);
        Object.assign(error, { requestId: error.requestId || requestId, rpId, otherRpIds, answered: true });
      }
      throw error;
    }
  }

  /**
   * Sets up a passkey for the signed-in person.
   * @param {object} [options]
   * @param {string} [options.name]  its name
   * @param {'platform' | 'cross-platform'} [options.attachment]  this device, or another device or security key
   * @param {('security-key' | 'client-device' | 'hybrid')[]} [options.hints]  what the browser should offer first
   * @param {string} [options.rpId]  another configured relying party for this page; absent: the first
   * @returns {Promise<RegisteredPasskey>}
   */
  async function register({ name, attachment, hints, rpId } = {}) {
    requireSupport('create');
    const turn = newTurn();
    const begun = await call('POST', '/v1/registration/begin', defined({ name, attachment, hints, rp_id: rpId }), turn);
    const credential = /** @type {any} */ (await ask('create', begun, turn));
    return { ...await finish(call, 'registration', begun, { credential, name }, turn), attachment: credential.authenticatorAttachment ?? null };
  }

  /**
   * Right after a password login: lets the password manager create a passkey without a prompt. If the browser, the user or
   * the policy declines, or another prompt is open, no passkey is created. Throws only errors of the page or its configuration:
   * invalid_request, unauthenticated, forbidden_origin, insecure_context, wrong_domain.
   * @param {{name?: string}} [options] as for register() @returns {Promise<RegisteredPasskey | null>} null: none was created
   */
  async function upgrade({ name } = {}) {
    const turn = currentTurn();
    const loaded = await import('./upgrade.js').catch(() => undefined);
    return loaded ? loaded.upgraded(send, finish, turn, { name }) : null;
  }

  /**
   * Signs in with a passkey prompt.
   * @param {object} [options]
   * @param {string} [options.identifier]  for passkeys that are not discoverable (old security keys)
   * @param {SessionKind} [options.session]  which Kratos session to create; absent: as configured
   * @param {string} [options.interaction]  from the page's URL, if Kratos redirected here; returns `redirect_to`
   * @param {string} [options.returnTo]  checked by the server; see `return_to`
   * @param {string} [options.rpId]  as for register()
   * @param {string} [options.audience]  one of `proof.audience`: the server that `proof` is for; absent: no proof
   * @param {string} [options.nonce]  from that server, for this one proof
   * @param {('security-key' | 'client-device' | 'hybrid')[]} [options.hints]  what the browser should offer first
   * @param {boolean} [options.immediate]  first offer only what this device has at hand, where the browser can; needs a press of a button
   * @returns {Promise<Login>}
   */
  async function login({ identifier, session, interaction, returnTo, rpId, audience, nonce, hints, immediate } = {}) {
    requireSupport('get');
    const turn = newTurn();
    const begun = await beginLogin({ identifier, session, interaction, rp_id: rpId, audience, nonce });
    if (hints) begun.publicKey.hints = hints;
    const atHand = immediate && await import('./athand.js').catch(() => undefined);
    const credential = await (atHand ? atHand.askAtHand(begun, turn) : ask('get', begun, turn));
    return finishLogin(begun, credential, returnTo);
  }

  /**
   * Offers passkeys in an `<input autocomplete="username webauthn">`, and stays pending until the user picks one. Any prompt
   * ends it with code `cancelled`. Call it when the page has loaded.
   * @param {{session?: SessionKind, interaction?: string, returnTo?: string, rpId?: string, audience?: string, nonce?: string}} [options]
   *   as for login(); rejects with `not_supported` if the browser lacks autofill
   * @returns {Promise<Login>}
   */
  async function autofill({ session, interaction, returnTo, rpId, audience, nonce } = {}) {
    requireSupport('get');
    const turn = currentTurn();
    if (!(await capabilities()).conditionalGet) throw new LatchkeyError('not_supported');
    const mediation = 'conditional';
    for (;;) {
      const begun = await beginLogin({ session, interaction, mediation, rp_id: rpId, audience, nonce });
      import('./input.js').then(({ warnWithoutInput }) => warnWithoutInput()).catch(() => {}); // only for developers
      const credential = await ask('get', { ...begun, mediation }, turn);
      if (!credential) continue; // pending for so long that the ceremony went stale: a new one takes its place
      return finishLogin(begun, credential, returnTo);
    }
  }

  /** @param {object} options @returns {Promise<Begun & {verifier?: string}>} */
  async function beginLogin(options) {
    const elsewhere = new URL(base, location.href).origin !== location.origin;
    const { verifier, binding } = elsewhere ? await (await import('./verifier.js')).newVerifier() : {};
    const begun = await oneAtATime(() => send('POST', '/v1/login/begin', defined({ ...options, binding })));
    return { ...begun, verifier };
  }

  /** @param {Begun & {verifier?: string}} begun @param {any} credential @param {string} [returnTo] @returns {Promise<Login>} */
  async function finishLogin(begun, credential, returnTo) {
    const keep = (/** @type {any} */ { session }) => session?.token && keepToken(base, session.token);
    const login = await finish(send, 'login', begun, { credential, return_to: returnTo, verifier: begun.verifier })
      .catch((error) => { keep(error.problem ?? {}); throw error; }); // aal2_required delivers the session, too
    keep(login);
    return { ...login, attachment: credential.authenticatorAttachment ?? null };
  }

  /**
   * Proves for the current session that the user has a passkey now. With `gate`, the token in the URL that a refused login at
   * Kratos names, it is for that login, and `redirect_to` says where the login continues. `audience` and `nonce` as for login();
   * not with `gate`. `rpId`: whose passkey, if the user has some of several domains; see `otherRpIds` of an error.
   * @param {{gate?: string, audience?: string, nonce?: string, rpId?: string}} [options] @returns {Promise<StepUp>}
   */
  async function stepUp({ gate, audience, nonce, rpId } = {}) {
    return prove({ gate, audience, nonce, rpId }, newTurn());
  }

  /** @param {{gate?: string, audience?: string, nonce?: string, rpId?: string}} options @param {number} turn @returns {Promise<StepUp>} */
  async function proveNow({ gate, audience, nonce, rpId = chosen.rpId }, turn) {
    requireSupport('get');
    const begun = await send('POST', '/v1/step-up/begin', defined({ gate, audience, nonce, rp_id: rpId }));
    const credential = await ask('get', begun, turn);
    return finish(send, 'step-up', begun, { credential, gate });
  }
  const prove = reported('step_up', proveNow);

  /**
   * Has the user sign a text, such as a transfer, with user verification. Show them exactly this text first.
   * @param {{payload: string, rpId?: string}} options  at most 4096 bytes in UTF-8; `rpId` as for stepUp()
   * @returns {Promise<{receipt: string}>} a signed JWT, for your server to verify and keep
   */
  async function confirm({ payload, rpId }) {
    requireSupport('get');
    const turn = newTurn();
    const begun = await call('POST', '/v1/confirmations/begin', defined({ payload, rp_id: rpId }), turn);
    const credential = await ask('get', begun, turn);
    return finish(call, 'confirmations', begun, { credential }, turn);
  }

  /** @param {string} id */ const factor = (id) => `/v1/factors/${encodeURIComponent(id)}`;
  /** @param {string} id */ const passkey = (id) => `/v1/passkeys/${encodeURIComponent(id)}`;

  return {
    /** Sets up a passkey for the signed-in person. */
    register: reported('registration', register),
    /** After a password login, creates a passkey without a prompt, if possible. */
    upgrade,
    /** Signs in with a passkey prompt. */
    login: reported('login', login),
    /** Signs in by autofill; pending until the user picks a passkey. */
    autofill: reported('login', autofill),
    /** Proves for the current session that the user has a passkey now. */
    stepUp,
    /** Has the user sign a text. */
    confirm: reported('confirmation', confirm),
    /** The user's passkeys, oldest first. @returns {Promise<{passkeys: OwnPasskey[], limit: number}>} */
    list: () => call('GET', '/v1/passkeys'),
    /** @param {string} id @param {string} name @returns {Promise<Passkey>} */
    rename: (id, name) => call('PATCH', passkey(id), { name }),
    /** Also ends the sessions that it created, except this one. @param {string} id @returns {Promise<Removed>} */
    remove: (id) => call('DELETE', passkey(id)),
    /**
     * "This passkey is not mine": removes it, ends all other sessions and creates new recovery codes, if enabled. The session
     * must be fresh by something other than this passkey. Show the codes: they cannot be retrieved again.
     * @param {string} id @returns {Promise<{sessions: SessionsOutcome, codes?: string[], admin_keys?: string[]}>}
     */
    disown: (id) => call('POST', `${passkey(id)}/disown`, {}),
    /** "Yes, this factor at Kratos is mine": it counts from now on. @param {string} id @returns {Promise<FactorAnswer>} */
    confirmFactor: (id) => call('POST', `${factor(id)}/confirm`, {}),
    /** "No, it is not": removes it at Kratos and ends all other sessions. @param {string} id @returns {Promise<FactorAnswer>} */
    disownFactor: (id) => call('POST', `${factor(id)}/disown`, {}),
    /** How many recovery codes are left. @returns {Promise<{left: number, created_at: string | null}>} */
    recoveryCodes: () => call('GET', '/v1/recovery-codes'),
    /** Creates new codes, which replace the old ones. Show them: they cannot be retrieved again. @returns {Promise<{codes: string[]}>} */
    newRecoveryCodes: () => call('POST', '/v1/recovery-codes', {}),
    /**
     * Redeems a recovery code: the session can then set up one passkey. `gate` as for stepUp().
     * @param {string} code @param {{gate?: string}} [options] @returns {Promise<Redemption>}
     */
    redeem: (code, { gate } = {}) => send('POST', '/v1/recovery-codes/redeem', defined({ code, gate })),
    /**
     * `fetch` for your own API: a call that it refuses with the challenge of RFC 9470 is sent once more after a step-up. The
     * response is the refusal if the user closes the prompt. Rejects as `fetch` does, or with the LatchkeyError of the step-up.
     * @template {(...request: any[]) => Promise<Response>} Fetch @param {Fetch} fetch @returns {Fetch}
     */
    guard: (fetch) => /** @type {Fetch} */ (async (...request) => {
      const loaded = await import('./guard.js').catch(() => undefined); // your API can be called without it
      return loaded ? loaded.guarded(fetch, prove, request) : fetch(...request);
    }),
    /** The state of the session, and the next step. @returns {Promise<Standing>} */
    session: () => call('GET', '/v1/session'),
    /**
     * Events of the account, newest first. `next_page_token` is absent on the last page.
     * @param {{pageToken?: string}} [options] @returns {Promise<{events: Activity[], next_page_token?: string}>}
     */
    activity: ({ pageToken } = {}) =>
      call('GET', `/v1/activity${pageToken ? `?page_token=${encodeURIComponent(pageToken)}` : ''}`),
    /**
     * On another site than Latchkey: the token of the session to use from now on, such as one that the page has kept from an
     * earlier login(), which itself calls this; null when the user has signed out. Shared with all elements of the page.
     * @param {string | null} token
     */
    useToken: (token) => keepToken(base, token),
    /** Ends the session at Kratos; resolves, too, if there is none. @returns {Promise<void>} */
    signOut: () => fetched(import('./signout.js')).then((module) => module.signOut(send, base)),
    /** What this browser supports. */
    capabilities,
    /** Aborts a prompt or autofill; its promise rejects with `cancelled`. */
    cancel: endRunning,
  };
}
