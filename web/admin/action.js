// action.js: the dialog before a change to another user's account. It states the consequences and asks for the reason, which
// goes into the audit log. What was typed survives a refusal.

import { dialogSheet } from '../elements/dialogstyle.js';
import { endQuestion, h } from '../elements/dom.js';

/** @typedef {import('../elements/element.js').LatchkeyElement} Host */
/** `about` distinguishes questions with the same heading. @typedef {{about: string, heading: string, consequence: (string | false | undefined)[], action: string, extra?: Node[], use?: string}} Question */

const MAX_REASON = 500;
/** Bound to the question it was typed for, so that it never ends up in another user's record. */
let draft = { question: '', reason: '' };

/** Called after the change was made. */
export function forgetReason() {
  draft = { question: '', reason: '' };
}

/**
 * @param {Host} host @param {Question} question `extra` are further fields, `use` says who sees the reason
 * @returns {Promise<Record<string, string> | null>} the fields by name, including `reason`; null: cancelled
 */
export function askReason(host, { about, heading, consequence, action, extra = [], use = host.text('admin.reason_use') }) {
  endQuestion(host);
  host.wear(dialogSheet);
  const what = host.heading(1, heading);
  what.id = 'question';
  const question = `${about} ${heading}`;
  const keep = () => { draft = { question, reason: reason.value.trim() }; };
  const fault = h('p', { id: 'reason-fault', class: 'fault', role: 'alert' });
  const reason = h('textarea', { id: 'reason', name: 'reason', rows: 2, maxlength: MAX_REASON, part: 'input', 'aria-describedby': 'reason-fault reason-use' });
  if (draft.question === question) reason.value = draft.reason;
  const dialog = h('dialog', { part: 'dialog', 'aria-labelledby': 'question', 'aria-describedby': 'consequence' });
  const form = h('form', { novalidate: true, onsubmit: (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    keep();
    if (draft.reason) return dialog.close('go');
    fault.textContent = host.text('admin.reason_missing');
    reason.setAttribute('aria-invalid', 'true');
    reason.focus();
  } },
  what,
  h('div', { class: 'view', id: 'consequence' }, ...consequence.filter(Boolean).map((sentence) => h('p', {}, sentence))),
  extra.length > 0 && h('div', { class: 'checks' }, ...extra),
  h('div', { class: 'field' },
    h('label', { for: 'reason' }, host.text('admin.reason')), reason,
    h('p', { class: 'quiet', id: 'reason-use' }, use), fault),
  h('div', { class: 'actions' },
    host.button(host.text('admin.keep'), () => { keep(); dialog.close(''); }),
    h('button', { type: 'submit', part: 'button danger', class: 'danger solid' }, action)));
  dialog.append(form);
  host.place(dialog);
  dialog.showModal();
  reason.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      const fields = { ...Object.fromEntries(new FormData(form)), reason: draft.reason };
      dialog.remove();
      resolve(dialog.returnValue === 'go' ? /** @type {Record<string, string>} */ (fields) : null);
    });
  });
}
