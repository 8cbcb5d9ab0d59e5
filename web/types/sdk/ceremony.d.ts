/** Aborts an open or pending prompt or autofill; its promise rejects with `cancelled`. */
export function endRunning(): void;
/** The current turn, for a request that waits for the running one. */
export function currentTurn(): number;
/** Aborts the running request and starts a new turn. @returns {number} the new turn */
export function newTurn(): number;
/**
 * Tells the elements when a prompt opens (true) and when it has ended (false). An autofill is not a prompt.
 * @param {(open: boolean) => void} watcher @returns {() => void} ends it
 */
export function watchPrompts(watcher: (open: boolean) => void): () => void;
/** Whether a prompt may be open. An autofill is not a prompt. */
export function prompting(): boolean;
/** Called before any request: on an insecure page, the server's refusal would hide the cause. @param {Action} action */
export function requireSupport(action: Action): void;
/**
 * Runs navigator.credentials.create or .get. With mediation "conditional", get is an autofill, and create happens
 * without a prompt or not at all.
 * @param {Action} action
 * @param {Begun} begun
 * @param {number} mine the turn in which the request began
 * @returns {Promise<object | null>} the credential as JSON; null if the ceremony of a waiting autofill has expired
 */
export function ask(action: Action, begun: Begun, mine: number): Promise<object | null>;
/** What an error tells of its ceremony. @param {Begun} begun */
export function aboutOf({ requestId, publicKey, other_rp_ids }: Begun): {
    requestId: string;
    rpId: any;
    otherRpIds: string[] | undefined;
};
export type Begun = import("./types.js").Begun;
export type Action = "create" | "get";
