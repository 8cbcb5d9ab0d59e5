// resume.js: calls of the API that need a fresh session: a passkey makes it fresh, and the call is sent again.

import { newTurn } from './ceremony.js';
import { LatchkeyError } from './error.js';

/** @typedef {(method: string, path: string, body?: object) => Promise<any>} Send */
/** @typedef {(options: {}, turn: number) => Promise<unknown>} Prove a step-up */

/** The RP ID whose passkeys step-ups of this page ask for, if the user has some of several; absent: the server chooses. */
export const chosen = /** @type {{rpId?: string}} */ ({});

/**
 * @param {Send} send @param {Prove} prove
 * @returns {(method: string, path: string, body?: object, turn?: number) => Promise<any>} `turn` of a caller that prompts itself
 */
export function resuming(send, prove) {
  return async (method, path, body, turn) => {
    try {
      return await send(method, path, body);
    } catch (error) {
      if (!(error instanceof LatchkeyError) || error.code !== 'step_up_required') throw error;
      if (!error.ways.some(({ way }) => way === 'passkey')) throw error;
      await stepUpFor(error, () => prove({}, turn ?? newTurn()));
    }
    return send(method, path, body);
  };
}

/** A step-up that fails still tells the other ways. @param {LatchkeyError} refused @param {() => Promise<unknown>} stepUp */
async function stepUpFor(refused, stepUp) {
  try {
    await stepUp();
  } catch (error) {
    if (error instanceof LatchkeyError) {
      error.ways = refused.ways;
      error.url ||= refused.url;
    }
    throw error;
  }
}
