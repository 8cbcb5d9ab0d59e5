/** @param {'create' | 'get'} action @param {any} json @returns {any} */
export function optionsFromJSON(action: "create" | "get", json: any): any;
/** The outcome, or undefined if it throws. @template T @param {() => T} read @returns {T | undefined} */
export function tried<T>(read: () => T): T | undefined;
/** Omits absent members. @param {Record<string, any>} members */
export function defined(members: Record<string, any>): {
    [k: string]: any;
};
/** @param {string} text @returns {any} null if it is not a JSON object */
export function parsed(text: string): any;
