export class LatchkeySetup extends LatchkeyElement {
    #private;
}
export type RegisteredPasskey = import("../sdk/types.js").RegisteredPasskey;
export type Standing = import("../sdk/types.js").Standing;
/**
 * to skip
 */
export type Reason = "not_now" | "has_passkey" | "not_supported";
import { LatchkeyElement } from './element.js';
