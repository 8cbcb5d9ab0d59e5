// moment.js: a recent time by the name of its day: "today 21:45".

import { h } from './dom.js';

/** With the time, if its day is recent. @param {import('./view.js').View} host @param {string} at RFC 3339 */
export function moment(host, at) {
  const words = recentDay(at, host.language);
  return words ? h('time', { datetime: at }, words) : host.time(at);
}

/**
 * @param {string} at RFC 3339 @param {string} language @param {Date} [now]
 * @returns {string} "" unless it was today or yesterday, where the browser is
 */
export function recentDay(at, language, now = new Date()) {
  const then = new Date(at);
  const midnight = (/** @type {Date} */ time) => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(then) - midnight(now)) / 864e5); // a day may have 23 or 25 hours
  if (days !== 0 && days !== -1) return '';
  const day = new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
  return `${day} ${new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(then)}`;
}
