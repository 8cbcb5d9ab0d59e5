export class LatchkeyNotMe extends LatchkeyElement {
    #private;
}
export type Passkey = import("../sdk/types.js").Passkey;
export type Standing = import("../sdk/types.js").Standing;
import { LatchkeyElement } from './element.js';
