export class LatchkeyLogin extends LatchkeyElement {
    /**
     * A login whose session Kratos wants raised to two factors continues at Kratos, which has the session's cookie already.
     * @param {unknown} thrown @param {HTMLElement | null} [control]
     */
    fail(thrown: unknown, control?: HTMLElement | null): Promise<void>;
    #private;
}
export type Login = import("../sdk/types.js").Login;
import { LatchkeyElement } from './element.js';
