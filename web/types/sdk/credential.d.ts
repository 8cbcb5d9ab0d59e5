/**
 * The usual JSON of a credential, as the browser gives it; of any other, only the members that the server uses.
 * @param {'create' | 'get'} action @param {any} credential @returns {Promise<object>}
 */
export function credentialToJSON(action: "create" | "get", credential: any): Promise<object>;
