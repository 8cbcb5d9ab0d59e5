export class LatchkeyPasskeys extends LatchkeyElement {
    #private;
}
export type Passkey = import("../sdk/types.js").OwnPasskey;
import { LatchkeyElement } from './element.js';
