/** @typedef {import('../sdk/types.js').Standing} Standing */
/** Whether a passkey here can be used. @param {Standing} [standing] @returns {boolean} */
export function hasPasskey(standing?: Standing): boolean;
/** @param {Standing} [standing] @returns {boolean} whether the user has a passkey, and nothing else to get in with */
export function lacksSecondWay(standing?: Standing): boolean;
/**
 * What the ways are, and a button for each. The first one is the main action.
 * @param {import('./view.js').View} host @param {string[]} ways of Standing.second_ways
 * @param {{codes: () => void, passkey: (() => void) | false}} actions
 * @returns {{body: HTMLElement[], actions: HTMLElement[]}}
 */
export function secondWay(host: import("./view.js").View, ways: string[], { codes, passkey }: {
    codes: () => void;
    passkey: (() => void) | false;
}): {
    body: HTMLElement[];
    actions: HTMLElement[];
};
export type Standing = import("../sdk/types.js").Standing;
