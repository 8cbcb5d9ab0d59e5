export class LatchkeyStepUp extends LatchkeyElement {
    #private;
}
export type Standing = import("../sdk/types.js").Standing;
import { LatchkeyElement } from './element.js';
