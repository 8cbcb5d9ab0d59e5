/** @param {string} base @param {string | null} token null: forgets it */
export function keepToken(base: string, token: string | null): void;
export function tokenOf(base: string): string | undefined;
