export class LatchkeySetup extends LatchkeyElement {
    #private;
}
export type RegisteredPasskey = import("../sdk/types.js").RegisteredPasskey;
export type Standing = import("../sdk/types.js").Standing;
import { LatchkeyElement } from './element.js';
