export class LatchkeyRecover extends LatchkeyElement {
    #private;
}
import { LatchkeyElement } from './element.js';
