// passkeys.js: the list of a person's passkeys: add, rename in place, remove after saying what that means.

import { attempt, latchkey, part, say, syncWords, text } from './page.js';

/** @typedef {import('../sdk/latchkey.js').Passkey} Passkey */

const dates = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium' });

/** Loads and draws the list. @returns {Promise<void>} */
async function refresh() {
  const { passkeys, limit } = await latchkey.list();
  part('list').replaceChildren(...passkeys.map((passkey) => item(passkey, passkeys.length)));
  part('empty').hidden = passkeys.length > 0;
  part('list').hidden = part('lead').hidden = passkeys.length === 0;
  part('count').textContent = passkeys.length && limit ? text('passkeys.count', { count: passkeys.length, limit }) : '';
  part('add').textContent = text(passkeys.length ? 'passkeys.add' : 'passkeys.empty_action');
  part('add-row').hidden = false;
}

/** @param {Passkey} passkey @param {number} count how many there are @returns {HTMLElement} */
function item(passkey, count) {
  const li = part('item').content.cloneNode(true).firstElementChild;
  /** @param {string} name @returns {any} */
  const slot = (name) => li.querySelector(`[data-${name}]`);
  li.id = `passkey-${passkey.id}`;
  slot('name').textContent = passkey.name;
  slot('sync').textContent = syncWords(passkey).badge;
  for (const note of li.querySelectorAll('[data-suspended]')) note.hidden = !passkey.suspended;
  slot('provider').textContent = passkey.provider?.name ?? '';
  slot('provider').hidden = !passkey.provider?.name || passkey.provider.name === passkey.name;
  slot('created').append(time(passkey.created_at));
  slot('used').append(passkey.last_used_at ? time(passkey.last_used_at) : text('passkeys.never'));
  slot('rename').setAttribute('aria-label', text('passkeys.rename_label', { name: passkey.name }));
  slot('remove').setAttribute('aria-label', text('passkeys.remove_label', { name: passkey.name }));
  slot('rename').addEventListener('click', () => edit(li, passkey));
  slot('remove').addEventListener('click', () => remove(slot('remove'), passkey, count));
  slot('cancel').addEventListener('click', () => closeEdit(li));
  slot('form').addEventListener('submit', (/** @type {SubmitEvent} */ event) => save(event, li, passkey));
  slot('form').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') closeEdit(li);
  });
  return li;
}

/** @param {string} at RFC 3339 */
function time(at) {
  const element = document.createElement('time');
  element.dateTime = at;
  element.textContent = dates.format(new Date(at));
  return element;
}

/** @param {any} li @param {Passkey} passkey */
function edit(li, passkey) {
  li.querySelector('[data-actions]').hidden = true;
  const form = li.querySelector('[data-form]');
  form.hidden = false;
  form.elements.name.value = passkey.name;
  form.elements.name.select();
  form.elements.name.focus();
}

/** @param {any} li */
function closeEdit(li) {
  li.querySelector('[data-form]').hidden = true;
  li.querySelector('[data-actions]').hidden = false;
  li.querySelector('[data-rename]').focus();
}

/** @param {SubmitEvent} event @param {any} li @param {Passkey} passkey */
function save(event, li, passkey) {
  event.preventDefault();
  const form = /** @type {any} */ (event.target);
  const name = form.elements.name.value.trim();
  if (!name || name === passkey.name) return closeEdit(li);
  attempt(form.querySelector('[type=submit]'), 'common.working', async () => {
    const renamed = await latchkey.rename(passkey.id, name);
    await refresh();
    part(li.id)?.querySelector('[data-rename]').focus();
    say(text('passkeys.renamed', { name: renamed.name }));
  });
}

/** @param {HTMLElement} button @param {Passkey} passkey @param {number} count */
async function remove(button, passkey, count) {
  if (!(await confirmed(passkey, count))) return;
  attempt(button, 'passkeys.removing', async () => {
    await latchkey.remove(passkey.id);
    await refresh();
    part('task').querySelector('h1').focus();
    say(text('passkeys.removed', { name: passkey.name }));
  });
}

/** Closing the dialog in whatever way but its red button means no. @param {Passkey} passkey @param {number} count */
function confirmed(passkey, count) {
  const dialog = part('confirm');
  part('confirm-heading').textContent = text('passkeys.confirm_heading', { name: passkey.name });
  part('confirm-what').textContent = text(passkey.synced ? 'passkeys.confirm_synced' : 'passkeys.confirm_device');
  part('confirm-last').hidden = count > 1;
  dialog.returnValue = 'keep';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      if (dialog.open) return; // the event is late: it tells of the time before, and the dialog was opened anew since
      resolve(dialog.returnValue === 'remove');
    };
  });
}

part('add').addEventListener('click', () => attempt(part('add'), 'passkeys.adding', async () => {
  const passkey = await latchkey.register();
  await refresh();
  part(`passkey-${passkey.id}`)?.querySelector('[data-name]').focus();
  say(text('passkeys.added', { name: passkey.name }));
}));

async function load() {
  part('retry-row').hidden = true;
  await attempt(null, 'passkeys.loading', refresh);
  part('retry-row').hidden = !part('add-row').hidden; // refresh() did not get that far
}

part('retry').addEventListener('click', load);
load();
