export class LatchkeySetup extends LatchkeyElement {
    #private;
}
export type RegisteredPasskey = import("../sdk/types.js").RegisteredPasskey;
export type Standing = import("../sdk/types.js").Standing;
export type Reason = import("./types.js").Details["skipped"]["reason"];
import { LatchkeyElement } from './element.js';
