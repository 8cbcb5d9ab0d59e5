export class LatchkeyRecoveryCodes extends LatchkeyElement {
    /** New codes are shown. They cannot be shown again. */
    get showing(): boolean;
    #private;
}
import { LatchkeyElement } from './element.js';
