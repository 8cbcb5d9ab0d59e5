/**
 * Throws a TypeError for any other option or address.
 * @param {object} [options]
 * @param {string} [options.baseUrl]  URL of Latchkey, with its scheme, or a path of this origin; empty: the origin of this page
 * @param {string} [options.language]  of the names that Latchkey gives to passkeys, such as "de"; absent: that of the page
 * @param {boolean} [options.reportFailures]  false: Latchkey is not told when a prompt fails; see docs/sdk.md
 */
export function createLatchkey(options?: {
    baseUrl?: string | undefined;
    language?: string | undefined;
    reportFailures?: boolean | undefined;
}): {
    /** Sets up a passkey for the signed-in person. */
    register: ({ name, attachment, hints, rpId }?: {
        name?: string | undefined;
        attachment?: "platform" | "cross-platform" | undefined;
        hints?: ("security-key" | "client-device" | "hybrid")[] | undefined;
        rpId?: string | undefined;
    }) => Promise<RegisteredPasskey>;
    /** After a password login, creates a passkey without a prompt, if possible. */
    upgrade: ({ name }?: {
        name?: string;
    }) => Promise<RegisteredPasskey | null>;
    /** Signs in with a passkey prompt. */
    login: ({ identifier, session, interaction, returnTo, rpId, audience, nonce, hints, immediate }?: {
        identifier?: string | undefined;
        session?: import("./types.js").SessionKind | undefined;
        interaction?: string | undefined;
        returnTo?: string | undefined;
        rpId?: string | undefined;
        audience?: string | undefined;
        nonce?: string | undefined;
        hints?: ("security-key" | "client-device" | "hybrid")[] | undefined;
        immediate?: boolean | undefined;
    }) => Promise<Login>;
    /** Signs in by autofill; pending until the user picks a passkey. */
    autofill: ({ session, interaction, returnTo, rpId, audience, nonce }?: {
        session?: SessionKind;
        interaction?: string;
        returnTo?: string;
        rpId?: string;
        audience?: string;
        nonce?: string;
    }) => Promise<Login>;
    /** Proves for the current session that the user has a passkey now. */
    stepUp: ({ gate, audience, nonce, rpId }?: {
        gate?: string;
        audience?: string;
        nonce?: string;
        rpId?: string;
    }) => Promise<StepUp>;
    /** Has the user sign a text. */
    confirm: ({ payload, rpId }: {
        payload: string;
        rpId?: string;
    }) => Promise<{
        receipt: string;
    }>;
    /** The user's passkeys, oldest first. @returns {Promise<{passkeys: OwnPasskey[], limit: number}>} */
    list: () => Promise<{
        passkeys: OwnPasskey[];
        limit: number;
    }>;
    /** @param {string} id @param {string} name @returns {Promise<Passkey>} */
    rename: (id: string, name: string) => Promise<Passkey>;
    /** Also ends the sessions that it created, except this one. @param {string} id @returns {Promise<Removed>} */
    remove: (id: string) => Promise<Removed>;
    /**
     * "This passkey is not mine": removes it, ends all other sessions and creates new recovery codes, if enabled. The session
     * must be fresh by something other than this passkey. Show the codes: they cannot be retrieved again.
     * @param {string} id @returns {Promise<{sessions: SessionsOutcome, codes?: string[], admin_keys?: string[]}>}
     */
    disown: (id: string) => Promise<{
        sessions: SessionsOutcome;
        codes?: string[];
        admin_keys?: string[];
    }>;
    /** "Yes, this factor at Kratos is mine": it counts from now on. @param {string} id @returns {Promise<FactorAnswer>} */
    confirmFactor: (id: string) => Promise<FactorAnswer>;
    /** "No, it is not": removes it at Kratos and ends all other sessions. @param {string} id @returns {Promise<FactorAnswer>} */
    disownFactor: (id: string) => Promise<FactorAnswer>;
    /** How many recovery codes are left. @returns {Promise<{left: number, created_at: string | null}>} */
    recoveryCodes: () => Promise<{
        left: number;
        created_at: string | null;
    }>;
    /** Creates new codes, which replace the old ones. Show them: they cannot be retrieved again. @returns {Promise<{codes: string[]}>} */
    newRecoveryCodes: () => Promise<{
        codes: string[];
    }>;
    /**
     * Redeems a recovery code: the session can then set up one passkey. `gate` as for stepUp().
     * @param {string} code @param {{gate?: string}} [options] @returns {Promise<Redemption>}
     */
    redeem: (code: string, { gate }?: {
        gate?: string;
    }) => Promise<Redemption>;
    /**
     * `fetch` for your own API: a call that it refuses with the challenge of RFC 9470 is sent once more after a step-up. The
     * response is the refusal if the user closes the prompt. Rejects as `fetch` does, or with the LatchkeyError of the step-up.
     * @template {(...request: any[]) => Promise<Response>} Fetch @param {Fetch} fetch @returns {Fetch}
     */
    guard: <Fetch extends (...request: any[]) => Promise<Response>>(fetch: Fetch) => Fetch;
    /** The state of the session, and the next step. @returns {Promise<Standing>} */
    session: () => Promise<Standing>;
    /**
     * Events of the account, newest first. `next_page_token` is absent on the last page.
     * @param {{pageToken?: string}} [options] @returns {Promise<{events: Activity[], next_page_token?: string}>}
     */
    activity: ({ pageToken }?: {
        pageToken?: string;
    }) => Promise<{
        events: Activity[];
        next_page_token?: string;
    }>;
    /**
     * On another site than Latchkey: the token of the session to use from now on, such as one that the page has kept from an
     * earlier login(), which itself calls this; null when the user has signed out. Shared with all elements of the page.
     * @param {string | null} token
     */
    useToken: (token: string | null) => void;
    /** Ends the session at Kratos; resolves, too, if there is none. @returns {Promise<void>} */
    signOut: () => Promise<void>;
    /** What this browser supports. */
    capabilities: () => Promise<import("./types.js").Capabilities>;
    /** Aborts a prompt or autofill; its promise rejects with `cancelled`. */
    cancel: typeof endRunning;
};
export function diagnose(error: unknown): Promise<import("./types.js").Diagnosis>;
export type Code = import("./error.js").Code;
export type Activity = import("./types.js").Activity;
export type Assurance = import("./types.js").Assurance;
export type Begun = import("./types.js").Begun;
export type Capabilities = import("./types.js").Capabilities;
export type Diagnosis = import("./types.js").Diagnosis;
export type Factor = import("./types.js").Factor;
export type FactorAnswer = import("./types.js").FactorAnswer;
export type Login = import("./types.js").Login;
export type Passkey = import("./types.js").Passkey;
export type RegisteredPasskey = import("./types.js").RegisteredPasskey;
export type OwnPasskey = import("./types.js").OwnPasskey;
export type Removed = import("./types.js").Removed;
export type Problem = import("./types.js").Problem;
export type Redemption = import("./types.js").Redemption;
export type SessionKind = import("./types.js").SessionKind;
export type SessionsOutcome = import("./types.js").SessionsOutcome;
export type Standing = import("./types.js").Standing;
export type StepUp = import("./types.js").StepUp;
export type Way = import("./types.js").Way;
export type Latchkey = ReturnType<typeof createLatchkey>;
import { endRunning } from './ceremony.js';
export { BROWSER_CODES, LatchkeyError, SERVER_CODES } from "./error.js";
