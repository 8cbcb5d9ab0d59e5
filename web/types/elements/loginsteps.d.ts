/**
 * What a way asks of login(). The immediate one goes on to the prompt in the same ceremony if there is nothing at hand.
 * @param {Pressed} pressed @param {{identifier?: string, lastHint?: Hint}} known lastHint: of the passkey last used
 *   in this browser, which says nothing about an identifier
 * @returns {Wish}
 */
export function wishOf(pressed: Pressed, { identifier, lastHint }: {
    identifier?: string;
    lastHint?: Hint;
}): Wish;
/**
 * The way to offer after one that did not sign in.
 * @param {Way} tried @param {string} code of its failure @param {boolean} [elsewhere] there are further relying parties @returns {Way}
 */
export function wayAfter(tried: Way, code: string, elsewhere?: boolean): Way;
export type Way = "immediate" | "autofill" | "prompt" | "other_domain" | "another_device" | "recovery";
/**
 * A way that has a button.
 */
export type Pressed = "button" | "other_domain" | "another_device";
export type Hint = "security-key" | "client-device" | "hybrid";
/**
 * options of login()
 */
export type Wish = {
    identifier?: string;
    hints?: Hint[];
    immediate?: boolean;
};
