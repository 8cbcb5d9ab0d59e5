// supportdetails.js: how to reach support, if a failure says to, and what it needs to know, with a button that copies it. Loaded with
// the sentences of failures.

export { waitFor } from './countdown.js';
export { tellDevelopers } from './fordevelopers.js';
export { signOutWay } from './signout.js';
import { diagnose } from '../sdk/latchkey.js';
import { contact, SENT } from './contact.js';
import { addressOf, h } from './dom.js';
import { nextKey } from './messages.js';
import { Sheet } from './style.js';

/** @typedef {import('./view.js').View & {diagnosisUrl: string}} Host with the sentences of "errors" */

const sheet = new Sheet();
sheet.replaceSync(`
.mono dd { display: inline-block; direction: ltr; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .875rem; }
`);

/** @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error @returns {(HTMLElement | false)[]} */
export function supportDetails(host, error) {
  const sent = SENT.includes(nextKey(error, (key) => host.sentence(key)));
  return [sent && contact(host, host.text('failure.help_page')), details(host, error)];
}

/**
 * The page that checks this browser. What failed is in the fragment of its address, which browsers send to no server; "" where the page is
 * not known.
 * @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 */
function diagnosisOf(host, { requestId, code }) {
  const page = addressOf(host.diagnosisUrl, location.href);
  if (!page) return '';
  // A page of Latchkey's own knows its language, unless its address names one.
  const lang = page.origin === location.origin ? new URLSearchParams(location.search).get('lang') : host.language;
  if (lang) page.searchParams.set('lang', lang);
  page.hash = String(new URLSearchParams({ ...requestId && { request: requestId }, code, page: location.origin }));
  return page.href;
}

/** @param {Host} host @param {import('../sdk/latchkey.js').LatchkeyError} error */
function details(host, error) {
  host.wear(sheet);
  const facts = h('dl', { class: 'facts mono' });
  const copied = h('p', { class: 'quiet', role: 'status' });
  // Without a connection, the diagnosis may not load.
  const known = { code: error.code, request_id: error.requestId, time: error.time };
  const filled = diagnose(error).catch(() => known).then((record) => {
    facts.append(...Object.entries(record).map(([name, value]) =>
      h('div', {}, h('dt', {}, host.sentence(`failure.${name}`) ?? name), h('dd', {}, String(value)))));
    return Object.entries(record).map(([name, value]) => `${name}: ${value}`).join('\n');
  });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await filled);
      copied.textContent = host.text('failure.copied');
    } catch {
      getSelection()?.selectAllChildren(facts);
      copied.textContent = host.text('failure.not_copied');
    }
  };
  return h('details', { part: 'details' },
    h('summary', {}, host.text('failure.details')),
    facts,
    h('div', { class: 'row' },
      h('button', { type: 'button', class: 'small', part: 'button', onclick: copy }, host.text('failure.copy')),
      host.link(host.text('failure.diagnose'), diagnosisOf(host, error), 'small')),
    copied);
}
