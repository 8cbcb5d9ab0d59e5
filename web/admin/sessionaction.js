// sessionaction.js: ends sessions of a person. Loaded on demand.

export const sections = ['admin-sessionaction'];

/** @typedef {import('./console.js').Console} Host */

/** Ends one session, or all. @param {Host} host @param {HTMLElement} control @param {Record<string, any>} person @param {{id: string}} [session] */
export function end(host, control, person, session) {
  const which = session ? 'end_one' : 'end_all';
  /** @param {string} key @param {Record<string, unknown>} [values] */
  const words = (key, values) => host.text(`admin-sessionaction.${key}`, values);
  return host.act(control, {
    about: session?.id ?? person.id,
    heading: words(`${which}_heading`, { login: person.login }),
    consequence: [words(`${which}_lead`), words('end_lead'), host.text('admin.notified')],
    action: host.text(`admin-person.${which}`),
  }, ({ reason }) => host.client.post(`/identities/${person.id}/end-sessions`, { reason, ...(session && { session_id: session.id }) }),
  (ended) => words(ended.sessions === 'pending' ? 'ending' : `${which}_done`));
}
