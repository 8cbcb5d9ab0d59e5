/**
 * The challenges of all fields of that name, which fetch joins. What follows a syntax error is left out.
 * @param {string} field @returns {{scheme: string, parameters: Map<string, string>}[]} scheme and names in lower case
 */
export function challengesIn(field: string): {
    scheme: string;
    parameters: Map<string, string>;
}[];
