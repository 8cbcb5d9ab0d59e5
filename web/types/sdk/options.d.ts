/**
 * The address of Latchkey without a slash at its end; empty: the origin of this page.
 * @param {{baseUrl?: string, language?: string, reportFailures?: boolean}} options @returns {string} throws a TypeError
 */
export function addressIn(options: {
    baseUrl?: string;
    language?: string;
    reportFailures?: boolean;
}): string;
/** A language tag. */
export const LANGUAGE: RegExp;
