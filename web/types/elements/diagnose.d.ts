export class LatchkeyDiagnose extends LatchkeyElement {
    #private;
}
import { LatchkeyElement } from './element.js';
