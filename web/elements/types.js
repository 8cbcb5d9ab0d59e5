// types.js: the events of the elements. Typedefs only; not loaded at run time.

/** @typedef {import('../sdk/types.js').Assurance} Assurance */
/** @typedef {import('../sdk/types.js').Factor} Factor */
/** @typedef {import('../sdk/types.js').Login} Login */
/** @typedef {import('../sdk/types.js').Passkey} Passkey */
/** @typedef {import('../sdk/types.js').SessionsOutcome} SessionsOutcome */
/** @typedef {import('../sdk/latchkey.js').LatchkeyError} LatchkeyError */

/**
 * The details of each event: those of latchkey-registered are `registered`.
 * @typedef {{
 *   'registered': {passkey: Passkey},
 *   'skipped': {reason: 'not_now' | 'has_passkey' | 'not_supported'},
 *   'signed-in': {login: Login},
 *   'stepped-up': {assurance?: Assurance, redirect_to?: string},
 *   'renamed': {passkey: Passkey},
 *   'removed': {passkey: Passkey, sessions: SessionsOutcome, recovery_codes: 'unaffected' | 'ended'},
 *   'disowned': {passkey: Pick<Passkey, 'id'> & Partial<Passkey>, sessions: SessionsOutcome},
 *   'factor-confirmed': {factor: Factor},
 *   'factor-disowned': {factor: Factor, kept: boolean},
 *   'recovery-codes': {left: number},
 *   'redeemed': {assurance?: Assurance, left?: number, redirect_to?: string},
 *   'failed': {error: LatchkeyError},
 *   'signed-out': {error: LatchkeyError},
 * }} Details
 */

export {};
