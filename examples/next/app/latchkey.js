// One instance for the whole page: calls that are refused at the same time share one step-up.
import { createLatchkey } from 'latchkey-web';

let latchkey;

/** @param {string} baseUrl known only once the server has rendered the page; always the same */
export const latchkeyAt = (baseUrl) => latchkey ??= createLatchkey({ baseUrl });
