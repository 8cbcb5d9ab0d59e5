// factorwords.js: the sentences about a factor at Kratos, by its kind.

/** @typedef {import('./view.js').View} Host with the sentences of "factors" */
/** @typedef {import('../sdk/types.js').Factor} Factor */

/** Kinds at Kratos that have their own sentences. */
const KINDS = ['totp', 'lookup_secret', 'webauthn', 'passkey', 'code', 'password', 'oidc', 'address'];

/** Those that count beside a passkey that does not verify the user. They stay when they are said not to be theirs. @param {Factor} factor */
export const isFirst = ({ kind }) => ['password', 'oidc', 'address'].includes(kind);

/** @param {Host} host @param {string} key @param {Factor} factor */
export function words(host, key, { kind, first_seen_at }) {
  const date = new Intl.DateTimeFormat(host.language, { dateStyle: 'long' }).format(new Date(first_seen_at ?? 0));
  return host.text(`factors.${key}.${KINDS.includes(kind) ? kind : 'other'}`, { date });
}

/** @param {Host} host @param {string} key @param {Factor} factor */
export function meaning(host, key, factor) {
  return host.text(`factors.${key}${isFirst(factor) ? '_first' : ''}`);
}
