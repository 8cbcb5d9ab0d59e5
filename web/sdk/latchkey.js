// latchkey.js: passkeys beside Ory Kratos, for the page that a person is looking at. The one import:
//
//   import { createLatchkey } from '/sdk/latchkey.js';
//   const latchkey = createLatchkey();
//   const passkey = await latchkey.register({ name: 'My laptop' });
//
// Every failure, of the browser or of the server, is one LatchkeyError: `code` for programs, `message` and `hint` for
// people. A session that is not fresh enough is stepped up by passkey, and the verb goes on; where only other ways are
// left, the error names them.

import { capabilities } from './capabilities.js';
import { ask, endRunning, newTurn, presentTurn, prompting, requireSupport, rpIdOf } from './ceremony.js';
import { LatchkeyError } from './error.js';
import { connect, inTurn } from './http.js';
import { given } from './json.js';

export { diagnose } from './capabilities.js';
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
/** @typedef {import('./types.js').Problem} Problem */
/** @typedef {import('./types.js').Redemption} Redemption */
/** @typedef {import('./types.js').SessionKind} SessionKind */
/** @typedef {import('./types.js').Standing} Standing */
/** @typedef {import('./types.js').StepUp} StepUp */
/** @typedef {import('./types.js').Way} Way */
/** @typedef {ReturnType<typeof createLatchkey>} Latchkey */

/** Faults of the page or of its set-up, which upgrade() tells; everything else means that no passkey came of it. */
const WRONG_USE = ['invalid_request', 'unauthenticated', 'forbidden_origin', 'insecure_context', 'wrong_domain'];

/**
 * @param {object} [options]
 * @param {string} [options.baseUrl]  where Latchkey answers; empty: this page's own origin
 */
export function createLatchkey({ baseUrl = '' } = {}) {
  const send = connect(baseUrl);

  /**
   * A call for a session. When the session is not fresh but a passkey can make it so: step up, then once more.
   * @param {string} method @param {string} path @param {object} [body] @param {number} [turn] of a verb that prompts itself
   * @returns {Promise<any>}
   */
  async function call(method, path, body, turn) {
    try {
      return await send(method, path, body);
    } catch (error) {
      if (!(error instanceof LatchkeyError) || error.code !== 'step_up_required') throw error;
      if (!error.ways.some(({ way }) => way === 'passkey')) throw error;
      await stepUpFor(error, turn ?? newTurn());
    }
    return send(method, path, body);
  }

  /** A step-up that fails still tells the other ways. @param {LatchkeyError} refused @param {number} turn */
  async function stepUpFor(refused, turn) {
    try {
      await prove({}, turn);
    } catch (error) {
      if (error instanceof LatchkeyError) {
        error.ways = refused.ways;
        error.url ||= refused.url;
      }
      throw error;
    }
  }

  /**
   * Finishes a ceremony. A refusal tells which one, too.
   * @param {typeof call} via @param {string} kind @param {Begun} begun @param {object} members @param {number} [turn]
   * @returns {Promise<any>}
   */
  async function finish(via, kind, begun, members, turn) {
    try {
      return await via('POST', `/v1/${kind}/finish`, given({ ceremony: begun.ceremony, ...members }), turn);
    } catch (error) {
      if (error instanceof LatchkeyError) {
        error.requestId ||= begun.requestId;
        error.rpId ||= rpIdOf(begun);
      }
      throw error;
    }
  }

  /**
   * Sets up a passkey for the person who is signed in.
   * @param {object} [options]
   * @param {string} [options.name]  what the person calls it
   * @param {'platform' | 'cross-platform'} [options.attachment]  this device's own, or another device or key
   * @param {('security-key' | 'client-device' | 'hybrid')[]} [options.hints]  what the browser shall offer first
   * @param {string} [options.rpId]  another configured relying party that serves this page; absent: the first
   * @returns {Promise<Passkey>}
   */
  async function register({ name, attachment, hints, rpId } = {}) {
    requireSupport('create');
    const turn = newTurn();
    const begun = await call('POST', '/v1/registration/begin', given({ name, attachment, hints, rp_id: rpId }), turn);
    const credential = await ask('create', begun, turn);
    return finish(call, 'registration', begun, { credential, name }, turn);
  }

  /**
   * Right after a login by password: lets the password manager add a passkey on its own, without a prompt. It never
   * disturbs: where browser, person or policy decline, and when another prompt is open, there is just no passkey. It
   * throws only what the page or its set-up is to blame for: invalid_request, unauthenticated, forbidden_origin,
   * insecure_context, wrong_domain.
   * @param {{name?: string}} [options] as of register() @returns {Promise<Passkey | null>} null: none was made
   */
  async function upgrade({ name } = {}) {
    try {
      requireSupport('create');
      const turn = presentTurn();
      if (prompting() || !(await capabilities()).conditionalCreate) return null;
      const begun = await send('POST', '/v1/registration/begin', given({ name, mediation: 'conditional' }));
      const credential = await ask('create', begun, turn);
      return await finish(send, 'registration', begun, { credential, name });
    } catch (error) {
      const switchedOff = error instanceof LatchkeyError && error.problem?.field === 'mediation';
      if (error instanceof LatchkeyError && (switchedOff || !WRONG_USE.includes(error.code))) return null;
      throw error;
    }
  }

  /**
   * Signs in by a prompt.
   * @param {object} [options]
   * @param {string} [options.identifier]  for passkeys that the browser cannot find by itself (old security keys)
   * @param {SessionKind} [options.session]  which Kratos session to make; absent: as configured
   * @param {string} [options.interaction]  of the page's address, when Kratos sent the person here; answers `redirect_to`
   * @param {string} [options.returnTo]  checked by the server, which answers `return_to`
   * @param {string} [options.rpId]  as of register()
   * @param {string} [options.audience]  one of `proof.audience`: the server that `proof` is for; absent: no proof
   * @param {string} [options.nonce]  what that server made for this one proof
   * @returns {Promise<Login>}
   */
  async function login({ identifier, session, interaction, returnTo, rpId, audience, nonce } = {}) {
    requireSupport('get');
    const turn = newTurn();
    const begun = await beginLogin({ identifier, session, interaction, rp_id: rpId, audience, nonce });
    const credential = await ask('get', begun, turn);
    return finish(send, 'login', begun, { credential, return_to: returnTo });
  }

  /**
   * Offers passkeys in an `<input autocomplete="username webauthn">`, and stays pending until the person picks one. Any
   * verb that prompts ends it with code `cancelled`. Call it when the page has loaded.
   * @param {object} [options] as of login(); rejects with `not_supported` where the browser has no such thing
   * @param {SessionKind} [options.session]
   * @param {string} [options.interaction]
   * @param {string} [options.returnTo]
   * @param {string} [options.audience]
   * @param {string} [options.nonce]
   * @returns {Promise<Login>}
   */
  async function autofill({ session, interaction, returnTo, audience, nonce } = {}) {
    requireSupport('get');
    const turn = presentTurn();
    if (!(await capabilities()).conditionalGet) throw new LatchkeyError('not_supported');
    const mediation = 'conditional';
    for (;;) {
      const begun = await beginLogin({ session, interaction, mediation, audience, nonce });
      const credential = await ask('get', { ...begun, mediation }, turn);
      if (!credential) continue; // pending for so long that the ceremony went stale: a new one takes its place
      return finish(send, 'login', begun, { credential, return_to: returnTo });
    }
  }

  /** @param {object} wish @returns {Promise<Begun>} */
  function beginLogin(wish) {
    return inTurn(() => send('POST', '/v1/login/begin', given(wish)));
  }

  /**
   * Proves, for the present session, that the person holds a passkey now. With `gate`, which stands in the address that
   * a refused login at Kratos names, it is for that login, and the answer says where the login goes on (`redirect_to`).
   * `audience` and `nonce` as of login(); not with `gate`.
   * @param {{gate?: string, audience?: string, nonce?: string}} [options] @returns {Promise<StepUp>}
   */
  async function stepUp({ gate, audience, nonce } = {}) {
    return prove({ gate, audience, nonce }, newTurn());
  }

  /** @param {{gate?: string, audience?: string, nonce?: string}} wish @param {number} turn @returns {Promise<StepUp>} */
  async function prove({ gate, audience, nonce }, turn) {
    requireSupport('get');
    const begun = await send('POST', '/v1/step-up/begin', given({ gate, audience, nonce }));
    const credential = await ask('get', begun, turn);
    return finish(send, 'step-up', begun, { credential, gate });
  }

  /**
   * Has the person sign a text, such as a transfer, with a passkey that verifies them. Show them exactly this text first.
   * @param {{payload: string}} options  at most 4096 bytes in UTF-8
   * @returns {Promise<{receipt: string}>} a signed JWT, for your server to verify and keep
   */
  async function confirm({ payload }) {
    requireSupport('get');
    const turn = newTurn();
    const begun = await call('POST', '/v1/confirmations/begin', { payload }, turn);
    const credential = await ask('get', begun, turn);
    return finish(call, 'confirmations', begun, { credential }, turn);
  }

  /** @param {string} id */
  const factor = (id) => `/v1/factors/${encodeURIComponent(id)}`;

  /** @param {string} id */
  const passkey = (id) => `/v1/passkeys/${encodeURIComponent(id)}`;

  return {
    /** Sets up a passkey for the person who is signed in. */
    register,
    /** Adds a passkey after a password login without a prompt, or does not. */
    upgrade,
    /** Signs in by a prompt. */
    login,
    /** Signs in from the list in a field; pending until the person picks a passkey there. */
    autofill,
    /** Proves, for the present session, that the person holds a passkey now. */
    stepUp,
    /** Has the person sign a text. */
    confirm,
    /** The person's passkeys, oldest first. @returns {Promise<{passkeys: Passkey[], limit: number}>} */
    list: () => call('GET', '/v1/passkeys'),
    /** @param {string} id @param {string} name @returns {Promise<Passkey>} */
    rename: (id, name) => call('PATCH', passkey(id), { name }),
    /** @param {string} id @returns {Promise<void>} */
    remove: async (id) => { await call('DELETE', passkey(id)); },
    /**
     * "This passkey is not mine": removes it, ends all other sessions and makes new recovery codes, where there are such.
     * The session must be fresh by something else than this passkey. Show the codes: nobody can read them again.
     * @param {string} id @returns {Promise<{sessions: 'ended' | 'failed', codes?: string[]}>}
     */
    disown: (id) => call('POST', `${passkey(id)}/disown`, {}),
    /** "Yes, this factor at Kratos is mine": it counts from now on. @param {string} id @returns {Promise<FactorAnswer>} */
    confirmFactor: (id) => call('POST', `${factor(id)}/confirm`, {}),
    /** "No, it is not": removes it at Kratos and ends all other sessions. @param {string} id @returns {Promise<FactorAnswer>} */
    disownFactor: (id) => call('POST', `${factor(id)}/disown`, {}),
    /** How many recovery codes are left. @returns {Promise<{left: number, created_at: string | null}>} */
    recoveryCodes: () => call('GET', '/v1/recovery-codes'),
    /** A new set in place of the old. Show it: nobody can read it again. @returns {Promise<{codes: string[]}>} */
    newRecoveryCodes: () => call('POST', '/v1/recovery-codes', {}),
    /**
     * Uses up a recovery code: the session may then set up one passkey. `gate` as of stepUp().
     * @param {string} code @param {{gate?: string}} [options] @returns {Promise<Redemption>}
     */
    redeem: (code, { gate } = {}) => send('POST', '/v1/recovery-codes/redeem', given({ code, gate })),
    /** Where the session stands, and what to do next. @returns {Promise<Standing>} */
    session: () => call('GET', '/v1/session'),
    /**
     * What happened to the account, newest first. The next page is that of `next_page_token`; the last has none.
     * @param {{pageToken?: string}} [options] @returns {Promise<{events: Activity[], next_page_token?: string}>}
     */
    activity: ({ pageToken } = {}) =>
      call('GET', `/v1/activity${pageToken ? `?page_token=${encodeURIComponent(pageToken)}` : ''}`),
    /** What this browser can do with passkeys. */
    capabilities,
    /** Ends a prompt or an autofill; its promise rejects with `cancelled`. */
    cancel: endRunning,
  };
}
