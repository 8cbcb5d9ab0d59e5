/** @param {Host} host @param {string} key @param {Factor} factor */
export function words(host: Host, key: string, { kind, first_seen_at }: Factor): string;
/** @param {Host} host @param {string} key @param {Factor} factor */
export function meaning(host: Host, key: string, factor: Factor): string;
export function isFirst({ kind }: Factor): boolean;
/**
 * with the sentences of "factors"
 */
export type Host = import("./view.js").View;
export type Factor = import("../sdk/types.js").Factor;
