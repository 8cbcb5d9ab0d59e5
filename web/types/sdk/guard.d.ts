/**
 * Sends a request. If it is refused for want of a step-up, steps up and sends it once more.
 * @param {Fetch} fetch @param {Prove} prove @param {any[]} request the arguments of fetch
 * @returns {Promise<Response>} the refusal if the user does not use a passkey; rejects as fetch does, or with the LatchkeyError of
 *   a step-up that failed
 */
export function guarded(fetch: Fetch, prove: Prove, request: any[]): Promise<Response>;
export type Fetch = (...request: any[]) => Promise<Response>;
export type Prove = import("./resume.js").Prove;
