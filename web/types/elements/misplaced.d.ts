/**
 * @param {import('./view.js').View & {connection: number}} host @param {string} base address of Latchkey
 * @returns {Promise<((code: string) => boolean) | undefined>} if it did: points to it again, in place of a failure panel that says the same
 */
export function sayWhere(host: import("./view.js").View & {
    connection: number;
}, base: string): Promise<((code: string) => boolean) | undefined>;
/**
 * Only Latchkey knows where its passkeys work. Without its answer nothing is said: a page that works must not be warned of.
 * @param {string} base @returns {Promise<string>} a code; "" for none
 */
export function obstacle(base: string): Promise<string>;
/**
 * The address of a page of Latchkey at its configured URL.
 * @param {string} page @param {string} home "" for a page that is not Latchkey's own @returns {string} "" if it is there already
 */
export function samePage(page: string, home: string): string;
