// policy.js: which rule of the policy applies to a person, what it requires, what the person has, and what happens at the next login.
// Loaded on demand, below the button that asks for it.

import { h } from '../elements/dom.js';

export const sections = ['admin-policy'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {Record<string, any>} Policy PolicyOf of /openapi.yaml */
/** @typedef {{refused: boolean, next: string, next_reason?: string, grace_until: string | null, asked: boolean, level: string, registration: string}} Outcome */
/** @typedef {{id: string, name: string, unmet: string[]}} Profiled a passkey of the person beside the profile */

/** Failures after which the same question may be answered. */
const PASSING = ['kratos_unavailable', 'store_unavailable', 'rate_limited', 'internal', 'network', 'unknown'];

/** @type {[number, string][]} */
const UNITS = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute'], [1, 'second']];

/** @param {Host} host @param {string} key @param {Record<string, unknown>} [values] */
const words = (host, key, values) => host.text(`admin-policy.${key}`, values);

/** Puts the explanation in place of the button. @param {Host} host @param {HTMLElement} control @param {string} id of the person @returns {Promise<void>} */
export async function explain(host, control, id) {
  const { drawn } = host;
  let failed = '';
  const explained = await host.attempt(control, 'admin.loading', async () => {
    const policy = await host.client.get(`/identities/${encodeURIComponent(id)}/policy`).catch((error) => {
      failed = error.code;
      throw error;
    });
    if (drawn !== host.drawn) return;
    const chapter = explanation(host, policy);
    control.replaceWith(chapter);
    /** @type {HTMLElement} */ (chapter.firstElementChild).focus();
  });
  if (!explained && drawn === host.drawn && PASSING.includes(failed)) host.addBelow(host.button(host.text('admin.retry'), () => explain(host, control, id), 'small'));
}

/** @param {Host} host @param {Policy} policy */
function explanation(host, { active, rule, rules, requires, profile, has, next_login: login }) {
  const others = rules.filter((/** @type {any} */ { applies }) => !applies);
  return host.chapter(words(host, 'heading'),
    part(host, 'next_login',
      host.fact(words(host, 'gate'), active ? login.login_gate && words(host, 'gate_means') : words(host, 'inactive')),
      ...(active ? outcomes(host, login) : [])),
    part(host, 'which',
      host.fact(words(host, 'rule'), rule ?? words(host, 'plain')),
      ...others.map((/** @type {any} */ { rule: name, because }) => host.fact(words(host, 'other', { name }), reason(host, because)))),
    part(host, 'requires', ...demands(host, requires)),
    profile && part(host, 'profile', ...content(host, profile)),
    part(host, 'has',
      host.fact(words(host, 'passkeys'), String(has.passkeys)),
      host.fact(words(host, 'factors'), kinds(host, has.factors) || words(host, 'nothing')),
      host.fact(words(host, 'unclear'), has.unclear.length > 0 && words(host, 'unclear_means', { kinds: kinds(host, has.unclear) })),
      host.fact(words(host, 'codes'), String(has.recovery_codes)),
      host.fact(words(host, 'second_way'), has.lacks_second_way && words(host, 'lacks_second_way'))));
}

/** @param {Host} host @param {string} key @param {...(Node | null)} facts */
const part = (host, key, ...facts) => h('div', { class: 'view' }, host.heading(2, words(host, key)), h('dl', { class: 'facts' }, ...facts));

/** Names of kinds of factors at Kratos. @param {Host} host @param {string[]} list */
const kinds = (host, list) => list.map((kind) => host.sentence(`admin-person.kratos_${kind}`) ?? kind).join(', ');

/** What the profile wants, and what of that the person has. @param {Host} host @param {Policy} profile */
function content(host, profile) {
  const { wants, passkeys, allow, deny, synced_from: providers, certified, min_rsa_bits: rsa, min_ec_bits: ec, beside } = profile;
  /** @param {string[]} list */
  const all = (list) => list.map((want) => words(host, `want_${want}`, { certified, bits: [rsa && `RSA ${rsa}`, ec && `EC ${ec}`].filter(Boolean).join(', ') })).join('; ');
  return [
    host.fact(words(host, 'wants'), all(wants) || words(host, 'nothing')),
    host.fact(words(host, 'allow'), allow.join(', ')),
    host.fact(words(host, 'deny'), deny.join(', ')),
    host.fact(words(host, 'synced_from'), providers.join(', ')),
    ...passkeys.map((/** @type {Profiled} */ { name, unmet }) => host.fact(words(host, 'passkey_of', { name }),
      unmet.length > 0 ? words(host, 'lacks', { what: all(unmet) }) : words(host, 'meets'))),
    host.fact(words(host, 'beside'), kinds(host, beside)),
  ];
}

/** Why a rule does not apply; of a condition on metadata, which member. @param {Host} host @param {string} because */
function reason(host, because) {
  const [kind, ...path] = because.split('.');
  return host.sentence(`admin-policy.because_${kind}`, { path: path.join('.') }) ?? because;
}

/** @param {Host} host @param {Policy} requires */
function demands(host, { required, second_factor: second, authenticators, max_passkeys: most, grace, freshness, deadline, from_deadline: later }) {
  /** @param {string} level @param {string} way */
  const both = (level, way) => [words(host, `required_${level}`), words(host, `second_${way}`)].join(' ');
  /** @param {number} seconds */
  const period = (seconds) => seconds > 0 ? duration(host, seconds) : words(host, 'nothing');
  return [
    host.fact(words(host, 'level'), both(required, second)),
    host.fact(later && words(host, 'later', { at: host.when(deadline).textContent }), later && `${both(later.required, later.second_factor)} ${words(host, 'grace')}: ${period(later.grace)}`),
    host.fact(words(host, 'grace'), period(grace)),
    host.fact(words(host, 'authenticators'), authenticators ?? words(host, 'any')),
    host.fact(words(host, 'max_passkeys'), String(most)),
    host.fact(words(host, 'freshness'), duration(host, freshness)),
  ];
}

/** @param {Host} host @param {Policy} login */
const outcomes = (host, { first_factor: first, passkey, passkey_login: alone, kratos_may_demand: demanded }) => [
  host.fact(words(host, 'first_factor'), outcome(host, first)),
  host.fact(words(host, 'passkey'), passkey ? outcome(host, passkey) : words(host, 'no_passkey')),
  host.fact(words(host, 'passkey_login'), alone && outcome(host, alone)),
  host.fact(words(host, 'demanded'), demanded.length > 0 && words(host, 'demanded_means', { kinds: kinds(host, demanded) })),
];

/** @param {Host} host @param {Outcome} outcome */
const outcome = (host, outcome) => [admission(host, outcome), words(host, `level_${outcome.level}`), words(host, `registration_${outcome.registration || 'free'}`)].join(' ');

/** @param {Host} host @param {Outcome} outcome */
function admission(host, { refused, next, next_reason: why, grace_until: until, asked }) {
  const what = words(host, `next_${why ?? next}`);
  if (refused) return words(host, 'refused', { what });
  if (until) return words(host, 'graced', { what, until: host.when(until).textContent });
  return words(host, asked ? 'asked' : 'admitted');
}

/** In the largest unit that needs no fraction. @param {Host} host @param {number} seconds */
function duration(host, seconds) {
  const [size, unit] = UNITS.find(([size]) => seconds % size === 0) ?? UNITS[3];
  return (seconds / size).toLocaleString(host.language, { style: 'unit', unit, unitDisplay: 'long' });
}
