/** @returns {Promise<{verifier: string, binding: string}>} `binding` for begin, `verifier` for finish */
export function newVerifier(): Promise<{
    verifier: string;
    binding: string;
}>;
