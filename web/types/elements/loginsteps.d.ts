/**
 * What a way asks of login(). The immediate one goes on to the prompt in the same ceremony if there is nothing at hand.
 * @param {'button' | 'another_device'} pressed @param {{identifier?: string, lastHint?: Hint}} known lastHint: of the passkey last used
 *   in this browser, which says nothing about an identifier
 * @returns {Wish}
 */
export function wishOf(pressed: "button" | "another_device", { identifier, lastHint }: {
    identifier?: string;
    lastHint?: Hint;
}): Wish;
/**
 * The way to offer after one that did not sign in.
 * @param {Way} tried @returns {Way}
 */
export function wayAfter(tried: Way): Way;
export type Way = "immediate" | "autofill" | "prompt" | "another_device" | "recovery";
export type Hint = "security-key" | "client-device" | "hybrid";
/**
 * options of login()
 */
export type Wish = {
    identifier?: string;
    hints?: Hint[];
    immediate?: boolean;
};
