/** @param {string} hash "#request=…&code=…&page=…" @returns {Record<string, string>} */
export function saidBy(hash: string): Record<string, string>;
/**
 * @param {import('./checks.js').Findings} findings @param {Record<string, string>} said by the failure
 * @returns {string}
 */
export function textOf({ results, identity, requestId, time }: import("./checks.js").Findings, said: Record<string, string>): string;
