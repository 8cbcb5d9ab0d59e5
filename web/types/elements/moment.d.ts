/** With the time, if its day is recent. @param {import('./view.js').View} host @param {string} at RFC 3339 */
export function moment(host: import("./view.js").View, at: string): any;
/**
 * @param {string} at RFC 3339 @param {string} language @param {Date} [now]
 * @returns {string} "" unless it was today or yesterday, where the browser is
 */
export function recentDay(at: string, language: string, now?: Date): string;
