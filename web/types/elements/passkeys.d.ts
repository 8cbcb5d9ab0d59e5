export class LatchkeyPasskeys extends LatchkeyElement {
    #private;
}
export type Factor = import("../sdk/types.js").Factor;
export type Passkey = import("../sdk/types.js").OwnPasskey;
import { LatchkeyElement } from './element.js';
