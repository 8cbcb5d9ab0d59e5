/**
 * Returns the proof of a request, valid or not. Tokens of Kratos are no JWTs.
 * @param {{[name: string]: string | string[] | undefined}} headers @returns {string | null}
 */
export function proofIn(headers: {
    [name: string]: string | string[] | undefined;
}): string | null;
/**
 * Returns what verifies proofs: it resolves to the claims, or to why the proof is refused, and rejects if the keys cannot be fetched.
 * @param {Proofs} accepted @param {number} patience in milliseconds
 * @returns {(token: string, demand: Demand) => Promise<Claims | Refusal>}
 */
export function verifier({ issuer, audience, useNonce, ...unknown }: Proofs, patience: number): (token: string, demand: Demand) => Promise<Claims | Refusal>;
export const PRESENT: "urn:latchkey:acr:passkey";
export const VERIFIED: "urn:latchkey:acr:passkey:uv";
/**
 * what a route demands of a session, in addition to Latchkey's policy, or of a proof
 */
export type Demand = {
    /**
     * a proof must have aal2 unless this is aal1: the policy does not count for it
     */
    level?: "aal1" | "aal2" | undefined;
    /**
     * how old the newest proof of the user may be, in whole seconds
     */
    maxAge?: number | undefined;
};
/**
 * what a service accepts
 */
export type Proofs = {
    /**
     * `serve.public.base_url` of latchkey.yml
     */
    issuer: string;
    /**
     * this service, as in its `proof.audience`
     */
    audience: string;
    /**
     * whether the service generated this nonce and has not accepted it
     * before; it uses it up. It is called last, once for a proof that is valid and suffices
     */
    useNonce: (nonce: string) => boolean | Promise<boolean>;
};
export type Claims = {
    iss: string;
    aud: string;
    nonce?: string;
    sub: string;
    sid?: string;
    iat: number;
    exp: number;
    auth_time: number;
    acr: string;
};
export type Refusal = "invalid" | "insufficient";
