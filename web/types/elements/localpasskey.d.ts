/**
 * Right after the login. Without a session nothing can be created: where Kratos is about to create one, the offer is put off.
 * @param {Host} host @param {Login} login just now, with a passkey of another device
 * @param {() => void} onward continues as without an offer
 * @returns {Promise<boolean>} whether it is offered; otherwise the caller goes on
 */
export function offerAfter(host: Host, { identity_id: identity, passkey, session, redirect_to }: Login, onward: () => void): Promise<boolean>;
/**
 * Offers it once in this browser to each user who can use it without any further proof.
 * @param {Host} host @param {string} identity @param {string} used ID of the other device's passkey
 * @param {(made?: RegisteredPasskey) => void} onward @returns {Promise<boolean>}
 */
export function offerLocal(host: Host, identity: string, used: string, onward: (made?: RegisteredPasskey) => void): Promise<boolean>;
/**
 * Whether one of the passkeys is at hand here, as far as is known: one that a device holds and that was used in this browser, or
 * that is synced and was last used with a browser and system like these.
 * @param {Pick<OwnPasskey, 'id' | 'transports' | 'synced' | 'last_used_with'>[]} passkeys @param {string} used ID of the other device's
 */
export function hasLocal(passkeys: Pick<OwnPasskey, "id" | "transports" | "synced" | "last_used_with">[], used: string): boolean;
export type Host = import("./element.js").LatchkeyElement;
export type Login = import("../sdk/types.js").Login;
export type OwnPasskey = import("../sdk/types.js").OwnPasskey;
export type RegisteredPasskey = import("../sdk/types.js").RegisteredPasskey;
