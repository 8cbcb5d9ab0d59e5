/** @typedef {import('./messages.js').Sentences} Sentences */
export class View extends HTMLElement {
    /** Of the sentences, such as "pt-BR"; English if those of the page's language do not exist. */
    language: string;
    /** Adds a style, once. @param {CSSStyleSheet} sheet */
    wear(sheet: CSSStyleSheet): void;
    /** Resets the view and loads the sentences in the language of the surrounding page. */
    enter(): Promise<void>;
    /** Adds a part, such as a dialog, beside the card. @param {Element} part */
    place(part: Element): void;
    /**
     * Loads the sentences of further sections, for rarely used views. They replace those of the same key, except that an element's
     * own replace those of the failure panel.
     * @param {string[]} sections
     */
    loadSections(sections: string[]): Promise<void>;
    /** @param {string} name @returns {string} an attribute; "" if absent */
    setting(name: string): string;
    /**
     * @param {string} key dotted, as in the messages file @param {Record<string, unknown>} [values] the first number selects the
     *   plural form
     * @returns {string}
     */
    text(key: string, values?: Record<string, unknown>): string;
    /** The element's section of the sentences: "step-up" for <latchkey-step-up>. */
    get section(): string;
    /** The sections that the first view needs, in addition to the shared sentences. */
    get sections(): string[];
    /** @param {string} key @param {Record<string, unknown>} [values] @returns {string | undefined} */
    sentence(key: string, values?: Record<string, unknown>): string | undefined;
    /** @param {string} at RFC 3339 */
    time(at: string): any;
    /** @param {string} id of an element in the view @returns {any} */
    byId(id: string): any;
    /**
     * Shows a view and moves the focus to its heading, except for the first view, so that a page keeps its own focus on load.
     * @param {{heading: string, lead?: string, body?: (Node | string | null | undefined | false)[],
     *   actions?: (Node | null | undefined | false)[]}} view
     */
    show({ heading, lead, body, actions }: {
        heading: string;
        lead?: string;
        body?: (Node | string | null | undefined | false)[];
        actions?: (Node | null | undefined | false)[];
    }): void;
    focusHeading(): void;
    /** Shows that the first view is loading. */
    wait(): void;
    /** Hides the element when it has nothing to show. */
    hide(): void;
    /** @param {number} below how many levels below the element's own @param {string | Node} words */
    heading(below: number, words: string | Node): any;
    /** @param {string} words @param {() => void} onclick @param {string} [kind] @param {object} [more] */
    button(words: string, onclick: () => void, kind?: string, more?: object): any;
    /**
     * A link styled as a button; false without a URL.
     * @param {string} words @param {string | null | undefined} url @param {string} [kind] @param {object} [more]
     */
    link(words: string, url: string | null | undefined, kind?: string, more?: object): any;
    /** A plain link; false without a URL. @param {string} words @param {string} url */
    plainLink(words: string, url: string): any;
    /** Announces a sentence in the live region, visibly and to screen readers. @param {string} sentence */
    say(sentence: string): void;
    /**
     * Shows next to the announcement that a prompt is open, with a button that cancels it.
     * @param {(() => void) | false} cancel  false: the prompt has ended
     */
    offerCancel(cancel: (() => void) | false): any;
    clear(): void;
    /** The last announcement. */
    get said(): any;
    /** Shows something below the announcement, even if the element is hidden. @param {...(Node | null | undefined | false)} nodes */
    showBelow(...nodes: (Node | null | undefined | false)[]): void;
    /** Adds to what is shown below. @param {Node} node */
    addBelow(node: Node): void;
    /** Shows something above all views of the element. @param {...(Node | string | null | undefined | false)} nodes */
    notify(...nodes: (Node | string | null | undefined | false)[]): void;
    /** Shows a failure, even if the element is hidden. @param {HTMLElement} panel */
    showFailure(panel: HTMLElement): void;
    #private;
}
export type Sentences = import("./messages.js").Sentences;
