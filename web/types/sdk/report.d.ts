/** @param {string} baseUrl @param {Kind} kind @param {unknown} error @param {boolean} isAutofill */
export function report(baseUrl: string, kind: Kind, error: unknown, isAutofill: boolean): void;
export type Kind = "registration" | "login" | "step_up" | "confirmation";
