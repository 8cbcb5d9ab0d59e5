export class LatchkeyRecoveryCodes extends LatchkeyElement {
    /** New codes are shown. They cannot be shown again. */
    get showing(): boolean;
    /** @param {boolean} first there are none to replace */
    make(first: boolean): Promise<void>;
    #private;
}
import { LatchkeyElement } from './element.js';
