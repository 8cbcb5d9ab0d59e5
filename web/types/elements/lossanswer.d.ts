/** @param {string} enrolledAt when a recovery code allowed the new passkey */
export function sayLossAnswered(enrolledAt: string): void;
/** @param {string} [enrolledAt] @returns {string} the same if the question is open, otherwise "" */
export function lossUnanswered(enrolledAt?: string): string;
