// json.js: the JSON forms of WebAuthn Level 3 (5.1.7 and 5.1.8), implemented here for browsers without them, and JSON objects
// without absent members.

/** @param {'create' | 'get'} action @param {any} json @returns {any} */
export function optionsFromJSON(action, json) {
  const parse = action === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  if (PublicKeyCredential[parse]) return PublicKeyCredential[parse](json);
  /** @param {any} descriptor */
  const withBytes = (descriptor) => ({ ...descriptor, id: toBytes(descriptor.id) });
  return defined({
    ...json,
    challenge: toBytes(json.challenge),
    user: json.user && withBytes(json.user),
    excludeCredentials: json.excludeCredentials?.map(withBytes),
    allowCredentials: json.allowCredentials?.map(withBytes),
  });
}

/** @param {any} credential @returns {object} */
export function credentialToJSON(credential) {
  try {
    const json = credential.toJSON();
    if (typeof json.response.clientDataJSON === 'string') return json;
  } catch {
    // Safari before 18.4 has no toJSON.
  }
  // In some password managers' replacements, toJSON throws or leaves buffers as they are, or other methods are missing.
  const { response } = credential;
  if (!response.clientDataJSON) throw new TypeError('this is no credential');
  /** @type {Record<string, unknown>} */
  const members = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    const bytes = name === 'authenticatorData' && response.attestationObject ? null : response[name];
    if (bytes) members[name] = toBase64url(bytes);
  }
  if (response.attestationObject) members.transports = response.getTransports?.() ?? [];
  return defined({
    id: credential.id,
    rawId: toBase64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults?.() ?? {},
    response: members,
  });
}

/** Omits absent members. @param {Record<string, any>} members */
export function defined(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** @param {string} text @returns {any} null if it is not a JSON object */
export function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** @param {string} text base64url, with or without padding */
function toBytes(text) {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer @returns {string} base64url without padding */
export function toBase64url(buffer) {
  const binary = Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join('');
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
