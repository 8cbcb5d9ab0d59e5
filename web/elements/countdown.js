// countdown.js: after a rate limit, the element shows for how long the server says to wait, and the button that began the task, if
// one did, waits as well. Screen readers hear when it is over, not each second.

import { h } from './dom.js';

/**
 * @param {import('./view.js').View & {connection: number}} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {HTMLElement | null | undefined} control that began the task @param {HTMLElement} panel of the failure
 */
export function waitFor(host, error, control, panel) {
  const wait = error.code === 'rate_limited' && Number(error.problem?.retry_after), { connection } = host;
  if (!wait) return;
  const button = control instanceof HTMLButtonElement ? control : undefined;
  panel.querySelector('p')?.replaceWith(countDown(host, button, wait, () => panel.isConnected && connection === host.connection));
}

/**
 * @param {import('./view.js').View} host @param {HTMLButtonElement | undefined} button @param {number} seconds
 * @param {() => boolean} current whether the element still shows the failure
 * @returns {HTMLElement} the sentence that counts
 */
function countDown(host, button, seconds, current) {
  const end = Date.now() + seconds * 1000;
  const words = h('p', { id: 'countdown' });
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left > 0 && current()) return void (words.textContent = host.text('errors.rate_limited.left', { left }));
    clearInterval(timer);
    if (button) button.disabled = false;
    if (!current()) return;
    if (button) host.clear();
    else words.remove(); // what failed stays: the element shows nothing else
    host.say(host.text('errors.rate_limited.over'));
    if ((document.activeElement ?? document.body) === document.body) button?.focus(); // the focus does not leave what the user does
  };
  const timer = setInterval(tick, 1000);
  if (button) button.disabled = true;
  tick();
  return words;
}
