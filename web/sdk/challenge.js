// challenge.js: what a WWW-Authenticate field asks for (RFC 9110, 11.6.1).

const TOKEN = "[\\w!#$%&'*+.^`|~-]+";

/** One parameter of a challenge, or the scheme that begins the next one, with its token68 if it has no parameters. */
const PART = new RegExp(`[\\s,]*(?:(${TOKEN})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))(?=[ \\t]*(?:,|$))`
  + `|(${TOKEN})(?:[ \\t]+[\\w.~+/-]+=*(?=[ \\t]*(?:,|$)))?(?=[ \\t,]|$))`, 'gy');

/**
 * The challenges of all fields of that name, which fetch joins. What follows a syntax error is left out.
 * @param {string} field @returns {{scheme: string, parameters: Map<string, string>}[]} scheme and names in lower case
 */
export function challengesIn(field) {
  /** @type {{scheme: string, parameters: Map<string, string>}[]} */
  const challenges = [];
  for (const [, name, quoted, token, scheme] of field.matchAll(PART)) {
    const parameters = challenges.at(-1)?.parameters;
    if (scheme) challenges.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    else if (parameters && !parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token);
  }
  return challenges;
}
