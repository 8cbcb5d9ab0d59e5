/**
 * Only the members that the server uses.
 * @param {'create' | 'get'} action @param {any} credential @returns {object}
 */
export function oddCredential(action: "create" | "get", credential: any): object;
