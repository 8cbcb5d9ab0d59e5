// page.js: what all pages share: the SDK, sentences, views, and how work, waiting and failure are shown.

import { createLatchkey, LatchkeyError } from '../sdk/latchkey.js';
import messages from './messages.en.js';

/** A value that the server rendered into the shell, after checking it. @param {string} name */
export function meta(name) {
  return document.querySelector(`meta[name="latchkey:${name}"]`)?.getAttribute('content') ?? '';
}

export const latchkey = createLatchkey({ baseUrl: meta('base-path') });

/** @param {string} key dotted, as in the messages file @returns {string | undefined} */
function lookUp(key) {
  /** @type {any} */
  let found = messages;
  for (const part of key.split('.')) found = found?.[part];
  return typeof found === 'string' ? found : undefined;
}

/** @param {string} sentence @param {Record<string, unknown>} values */
function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(name === 'app' ? meta('app-name') : values[name] ?? ''));
}

/** @param {string} key @param {Record<string, unknown>} [values] */
export function text(key, values = {}) {
  return fill(lookUp(key) ?? key, values);
}

/** @param {string} id @returns {any} the element; the shell of the page has it */
export function part(id) {
  return document.getElementById(id);
}

/** Says something in the live region, for eyes and screen readers alike. @param {string} sentence */
export function say(sentence) {
  part('status').textContent = sentence;
}

/** Shows one view of the page and moves focus to its heading. @param {string} id */
export function show(id) {
  for (const view of document.querySelectorAll('[data-view]')) {
    /** @type {HTMLElement} */ (view).hidden = view.id !== id;
  }
  part(id).querySelector('h1').focus();
}

/** Goes to an address that the server has checked. A script address would still be one too many. @param {string} url */
export function go(url) {
  if (isWeb(url)) location.assign(url);
}

/** @param {string} url */
function isWeb(url) {
  return URL.canParse(url, location.href) && /^https?:$/.test(new URL(url, location.href).protocol);
}

/** @param {any} passkey @returns {{badge: string, means: string}} */
export function syncWords({ synced }) {
  const key = synced ? 'synced' : 'device_only';
  return { badge: text(`common.${key}`), means: text(`common.${key}_means`) };
}

let busy = false;

/**
 * One piece of work at a time: says what is waited for, and shows the failure if it fails. The control stays focusable,
 * so that a keyboard does not lose its place.
 * @param {HTMLElement | null} control @param {string} waiting a key @param {() => Promise<void>} work
 */
export async function attempt(control, waiting, work) {
  if (busy) return;
  busy = true;
  control?.setAttribute('aria-disabled', 'true');
  part('failure').hidden = true;
  say(text(waiting));
  try {
    await work();
    if (part('status').textContent === text(waiting)) say('');
  } catch (error) {
    say('');
    showFailure(error);
  } finally {
    control?.removeAttribute('aria-disabled');
    busy = false;
  }
}

/** What happened, what to do next, and what support will ask for. @param {unknown} thrown */
export function showFailure(thrown) {
  const error = thrown instanceof LatchkeyError ? thrown : new LatchkeyError('unknown', { cause: thrown });
  if (error.code === 'unknown') console.error(error, error.cause);
  if (error.code === 'unauthenticated') return show('signed-out');
  const reason = error.problem?.reason ?? '';
  const words = (/** @type {string} */ member, /** @type {string} */ otherwise) =>
    fill(lookUp(`reasons.${reason}.${member}`) ?? lookUp(`errors.${error.code}.${member}`) ?? otherwise, {});
  part('failure-what').textContent = words('what', error.message);
  part('failure-next').textContent = words('next', error.hint);
  part('failure-ways').hidden = !error.url || !isWeb(error.url);
  part('failure-url').href = error.url;
  listDetails(error, reason);
  part('failure').hidden = false;
  part('failure').querySelector('details').open = false;
  part('failure-copied').textContent = '';
  part('failure-what').focus();
}

/** @param {LatchkeyError} error @param {string} reason */
function listDetails(error, reason) {
  const facts = [
    ['code', reason ? `${error.code} (${reason})` : error.code],
    ['request_id', error.requestId || text('failure.none')],
    ['time', new Date().toISOString()],
    ['expected', error.problem?.expected],
    ['received', error.problem?.received],
  ];
  part('failure-details').replaceChildren(...facts.filter(([, value]) => value).map(([key, value]) => {
    const row = document.createElement('div');
    row.append(document.createElement('dt'), document.createElement('dd'));
    row.children[0].textContent = text(`failure.${key}`);
    row.children[1].textContent = String(value);
    return row;
  }));
}

part('failure-copy').addEventListener('click', async () => {
  const rows = [...part('failure-details').children];
  const details = rows.map((row) => `${row.children[0].textContent}: ${row.children[1].textContent}`).join('\n');
  try {
    await navigator.clipboard.writeText(details);
    part('failure-copied').textContent = text('failure.copied');
  } catch {
    getSelection()?.selectAllChildren(part('failure-details'));
    part('failure-copied').textContent = text('failure.not_copied');
  }
});
