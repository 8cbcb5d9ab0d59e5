// countdown.js: after a rate limit, a button waits for as long as the server says, and shows for how long. Screen readers hear
// when it is over, not each second.

import { h } from './dom.js';

/**
 * @param {import('./view.js').View & {connection: number}} host @param {import('../sdk/latchkey.js').LatchkeyError} error
 * @param {HTMLElement | null | undefined} control that began the task @param {HTMLElement} panel of the failure
 */
export function waitFor(host, error, control, panel) {
  const wait = error.code === 'rate_limited' && Number(error.problem?.retry_after), { connection } = host;
  if (!wait || !(control instanceof HTMLButtonElement)) return;
  panel.querySelector('p')?.replaceWith(countDown(host, control, wait, () => panel.isConnected && connection === host.connection));
}

/**
 * @param {import('./view.js').View} host @param {HTMLButtonElement} control @param {number} seconds
 * @param {() => boolean} current whether the element still shows the failure
 * @returns {HTMLElement} the sentence that counts
 */
function countDown(host, control, seconds, current) {
  const end = Date.now() + seconds * 1000;
  const words = h('p', { id: 'countdown' });
  const tick = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left > 0 && current()) return void (words.textContent = host.text('errors.rate_limited.left', { left }));
    clearInterval(timer);
    control.disabled = false;
    if (!current()) return;
    host.clear();
    host.say(host.text('errors.rate_limited.over'));
    if ((document.activeElement ?? document.body) === document.body) control.focus(); // the focus does not leave what the user does
  };
  const timer = setInterval(tick, 1000);
  control.disabled = true;
  tick();
  return words;
}
