// json.js: the JSON forms of WebAuthn Level 3 (5.1.7 and 5.1.8), implemented here for browsers without them, and JSON objects
// without absent members.

/** @param {'create' | 'get'} action @param {any} json @returns {any} */
export function optionsFromJSON(action, json) {
  const parse = action === 'create' ? 'parseCreationOptionsFromJSON' : 'parseRequestOptionsFromJSON';
  const native = tried(() => /** @type {any} */ (PublicKeyCredential)[parse](json));
  if (tried(() => native.challenge.byteLength)) return native;
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

/** The outcome, or undefined if it throws. @template T @param {() => T} read @returns {T | undefined} */
export function tried(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
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
