export class LatchkeyLogin extends LatchkeyElement {
    #private;
}
export type Login = import("../sdk/types.js").Login;
import { LatchkeyElement } from './element.js';
