/** @typedef {import('./signout.js').Host} Host with the sentences of "stale" */
/**
 * Kratos would redirect a signed-in person straight back unless asked to refresh.
 * @param {Host} host @param {import('../sdk/types.js').Standing} standing
 */
export function signInAgain(host: Host, { ways }: import("../sdk/types.js").Standing): void;
/**
 * with the sentences of "stale"
 */
export type Host = import("./signout.js").Host;
