// diagnosis.js: "paste what the person sent": finds the request in the audit log, the person, and the next step for each failing check.
// The text says what its sender wants it to say, so the view warns of that where it names a person.

import { weightOf } from '../elements/diagnosisstates.js';
import { h } from '../elements/dom.js';
import { readDiagnosis } from './diagnosistext.js';
import { eventItem } from './events.js';
import { learn, personLink } from './names.js';
import { routeTo } from './route.js';

export const sections = ['admin-diagnosis', 'admin-events'];

/** Results that are no fault, and of which support has nothing to say. */
const SILENT = ['ok', 'unknown'];

/** @typedef {import('./console.js').Console} Host */
/** @typedef {import('./diagnosistext.js').Reading} Reading */

/** @param {Host} host */
export async function draw(host) {
  const input = h('textarea', { id: 'pasted', name: 'pasted', rows: 8, maxlength: 20_000, spellcheck: 'false', autocomplete: 'off', part: 'input', 'aria-describedby': 'pasted-fault' });
  const fault = h('p', { id: 'pasted-fault', class: 'fault', role: 'alert' });
  const found = h('div', { class: 'view', id: 'found' });
  const submit = h('button', { type: 'submit', class: 'primary', part: 'button primary' }, host.text('admin-diagnosis.read'));
  const read = () => host.attempt(submit, 'admin.loading', async () => {
    const reading = readDiagnosis(input.value);
    fault.textContent = reading ? '' : host.text('admin-diagnosis.nothing');
    found.replaceChildren();
    if (!reading) return input.focus();
    await show(host, found, reading);
  });
  host.show({
    heading: host.text('admin-diagnosis.heading'),
    lead: host.text('admin-diagnosis.lead'),
    body: [h('form', { onsubmit: (/** @type {SubmitEvent} */ event) => { event.preventDefault(); read(); } },
      h('div', { class: 'field' }, h('label', { for: 'pasted' }, host.text('admin-diagnosis.pasted')), input, fault),
      h('div', { class: 'row' }, submit)), found],
  });
}

/** @param {Host} host @param {HTMLElement} found @param {Reading} reading */
async function show(host, found, reading) {
  const { drawn, connection } = host, { facts } = reading;
  const events = facts.request_id ? (await host.client.getProven('/audit-events', { request_id: facts.request_id, page_size: '10' })).events : [];
  await learn(host, [events, facts.identity && { identity_id: facts.identity }]);
  if (drawn !== host.drawn || connection !== host.connection) return;
  const steps = stepsOf(host, reading);
  found.append(steps, person(host, facts, events) || '', request(host, facts, events), host.chapter(host.text('admin-diagnosis.says'), factList(host, facts)));
  /** @type {HTMLElement | null} */ (steps.querySelector('[tabindex]'))?.focus();
}

/** @param {Host} host @param {Reading} reading */
function stepsOf(host, { results }) {
  const said = results.filter(({ state }) => !SILENT.includes(state));
  const grave = said.filter((result) => weightOf(result) === 'bad'), rest = said.filter((result) => weightOf(result) !== 'bad');
  const items = [...grave, ...rest].map(({ name, state, seconds }) =>
    h('li', {}, h('p', {}, h('strong', {}, `${name}: ${state}`, seconds === undefined ? '' : ` (${seconds} s)`)), h('p', {}, host.text(`admin-diagnosis.${name}.${state}`))));
  return host.chapter(host.text('admin-diagnosis.steps'),
    items.length > 0 ? h('ul', { class: 'events' }, ...items) : host.quiet(host.text(results.length > 0 ? 'admin-diagnosis.all_ok' : 'admin-diagnosis.no_checks')));
}

/** The audit log is evidence; the text alone is what its sender claims. @param {Host} host @param {Record<string, string>} facts @param {import('./eventdetails.js').AuditEvent[]} events */
function person(host, facts, events) {
  const proved = events.find(({ identity_id: id }) => id)?.identity_id ?? '', id = proved || facts.identity?.toLowerCase();
  if (!id) return host.chapter(host.text('admin-diagnosis.person'), host.quiet(host.text('admin-diagnosis.no_person')), h('p', {}, h('a', { href: routeTo('people') }, host.text('admin-diagnosis.find'))));
  const other = proved && facts.identity && facts.identity.toLowerCase() !== proved;
  return host.chapter(host.text('admin-diagnosis.person'),
    h('p', {}, personLink(host, id)),
    h('p', { class: other ? 'fault' : 'quiet' }, host.text(other ? 'admin-diagnosis.other_person' : 'admin-diagnosis.claimed')));
}

/** @param {Host} host @param {Record<string, string>} facts @param {import('./eventdetails.js').AuditEvent[]} events */
function request(host, { request_id: id }, events) {
  const heading = host.text('admin-diagnosis.request');
  if (!id) return host.chapter(heading, host.quiet(host.text('admin-diagnosis.no_request')));
  if (events.length === 0) return host.chapter(heading, host.quiet(host.text('admin-diagnosis.no_event', { id })));
  return host.chapter(heading, h('ul', { class: 'events' }, ...events.map((event) => eventItem(host, event, false))));
}

/** @param {Host} host @param {Record<string, string>} facts */
function factList(host, facts) {
  return h('dl', { class: 'facts' }, ...Object.entries(facts).map(([name, value]) => host.fact(name, value)));
}
