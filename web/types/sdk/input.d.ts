/** Warns once for a page, in the console. */
export function warnWithoutInput(): void;
