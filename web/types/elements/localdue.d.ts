/** A browser need not tell whom it has asked, so it keeps a hash. @param {string} identity @returns {Promise<string>} */
export function nameless(identity: string): Promise<string>;
/** @param {string} identity @param {string} passkey ID of the one used */
export function postpone(identity: string, passkey: string): Promise<void>;
/** What is due to this user, from now on no longer. @param {string} identity @returns {Promise<Due | undefined>} */
export function takeDue(identity: string): Promise<Due | undefined>;
/**
 * passkey: the ID of the one used, of another device
 */
export type Due = {
    person: string;
    passkey: string;
    until: number;
};
