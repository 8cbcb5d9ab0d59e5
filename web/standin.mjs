// standin.mjs: as much of a browser's document as the elements touch, for tests in Node of what they show for an answer of the server.
// Nothing here has a layout; keyboards, focus and real prompts are for the tests in browsers.

class Content extends EventTarget {
  parentNode = null;
  remove() {
    const { parentNode: parent } = this;
    if (parent) parent.childNodes = parent.childNodes.filter((node) => node !== this);
    this.parentNode = null;
  }
  get isConnected() {
    return this === document.body || Boolean((this.parentNode ?? this.host)?.isConnected);
  }
}

class Text extends Content {
  constructor(data) {
    super();
    this.textContent = data;
  }
}

class Parent extends Content {
  childNodes = [];
  #insert(at, nodes) {
    for (const node of nodes.map((node) => (node instanceof Content ? node : new Text(String(node))))) {
      node.remove();
      this.childNodes.splice(at++, 0, node);
      node.parentNode = this;
      if (node.isConnected) for (const element of [node, ...descendants(node)]) element.connectedCallback?.();
    }
  }
  append(...nodes) { this.#insert(this.childNodes.length, nodes); }
  prepend(...nodes) { this.#insert(0, nodes); }
  replaceChildren(...nodes) {
    for (const node of this.childNodes) node.parentNode = null;
    this.childNodes = [];
    this.append(...nodes);
  }
  beside(offset, nodes) { this.parentNode.#insert(this.parentNode.childNodes.indexOf(this) + offset, nodes); }
  get children() { return this.childNodes.filter((node) => node instanceof Element); }
  get firstChild() { return this.childNodes[0] ?? null; }
  get firstElementChild() { return this.children[0] ?? null; }
  get lastElementChild() { return this.children.at(-1) ?? null; }
  get childElementCount() { return this.children.length; }
  hasChildNodes() { return this.childNodes.length > 0; }
  get textContent() { return this.childNodes.map((node) => node.textContent).join(''); }
  set textContent(words) { this.replaceChildren(words); }
  querySelectorAll(selector) { return descendants(this).filter((element) => element.matches(selector)); }
  querySelector(selector) { return this.querySelectorAll(selector)[0] ?? null; }
  getElementById(id) { return this.querySelector(`[id=${id}]`); }
}

const descendants = (parent) => (parent.children ?? []).flatMap((child) => [child, ...descendants(child)]);

class Element extends Parent {
  dataset = {};
  #attributes = new Map();
  constructor() {
    super();
    this.localName = defined.find(([, made]) => made === new.target)?.[0];
  }
  getAttribute(name) { return this.#attributes.get(name) ?? null; }
  setAttribute(name, value) { this.#attributes.set(name, String(value)); }
  hasAttribute(name) { return this.#attributes.has(name); }
  removeAttribute(name) { this.#attributes.delete(name); }
  /** Of simple selectors: `tag`, `.class`, `[name]`, `[name=value]`, `:focus`. */
  matches(selector) {
    if (selector === ':focus') return document.activeElement === this;
    const [, tag, kind, name, value] = /^([\w-]*)(?:\.([\w-]+))?(?:\[([\w-]+)(?:=([^\]]*))?\])?$/.exec(selector) ?? raise(selector);
    return (!tag || tag === this.localName) && (!kind || this.classList.contains(kind))
      && (!name || (value === undefined ? this.hasAttribute(name) : this.getAttribute(name) === value));
  }
  get classList() {
    const words = () => (this.getAttribute('class') ?? '').split(' ').filter(Boolean);
    return {
      contains: (word) => words().includes(word),
      toggle: (word, on) => this.setAttribute('class', [...words().filter((other) => other !== word), ...on ? [word] : []].join(' ')),
    };
  }
  attachShadow() { return this.shadowRoot = Object.assign(new Parent(), { host: this, adoptedStyleSheets: [] }); }
  before(...nodes) { this.beside(0, nodes); }
  after(...nodes) { this.beside(1, nodes); }
  replaceWith(...nodes) { this.after(...nodes); this.remove(); }
  focus() { document.activeElement = this; }
  click() { this.dispatchEvent(new Event('click', { cancelable: true })); }
  showModal() {}
}
for (const name of ['id', 'lang', 'href']) property(name, (element) => element.getAttribute(name) ?? '', (element, value) => element.setAttribute(name, value));
for (const name of ['hidden', 'open', 'disabled']) {
  property(name, (element) => element.hasAttribute(name), (element, on) => (on ? element.setAttribute(name, '') : element.removeAttribute(name)));
}

function property(name, get, set) {
  Object.defineProperty(Element.prototype, name, { get() { return get(this); }, set(value) { set(this, value); } });
}

function raise(selector) {
  throw new Error(`The stand-in does not know ${selector}.`);
}

const defined = [];
const create = (tag) => Object.assign(new (defined.find(([name]) => name === tag)?.[1] ?? (tag === 'button' ? HTMLButtonElement : Element))(), { localName: tag });
class HTMLButtonElement extends Element {}

const document = { createElement: create, createElementNS: (_, tag) => create(tag), documentElement: {}, baseURI: 'https://id.example/', activeElement: null };
document.body = new Element();
Object.assign(globalThis, {
  document, HTMLElement: Element, HTMLButtonElement, isSecureContext: true, PublicKeyCredential: class {}, location: new URL(document.baseURI),
  addEventListener() {}, removeEventListener() {},
  customElements: { get: (tag) => defined.find(([name]) => name === tag)?.[1], define: (...definition) => defined.push(definition) },
});

/** What can be read: without what is hidden or closed. */
export const seen = (node) => {
  if (node instanceof Text) return node.textContent;
  if (node.hidden) return '';
  const parts = node.localName === 'details' && !node.open ? node.children.slice(0, 1) : [...node.shadowRoot?.childNodes ?? [], ...node.childNodes];
  return parts.map(seen).join('\n');
};

/**
 * An element on a page of Latchkey's own, once it shows some words.
 * @param {string} tag @param {object} latchkey the methods of the SDK that it calls @param {object} attributes @param {RegExp} words
 */
export async function place(tag, latchkey, attributes, words) {
  const element = create(tag);
  Object.defineProperty(element, 'latchkey', { get: () => ({ cancel() {}, capabilities: async () => ({ passkeys: true }), ...latchkey }), set() {} });
  for (const [name, value] of Object.entries({ lang: 'en', 'base-url': document.baseURI, 'app-name': 'Harbour', ...attributes })) element.setAttribute(name, value);
  const heard = element.heard = [];
  const dispatch = element.dispatchEvent;
  element.dispatchEvent = (event) => { heard.push([event.type, event.detail]); return dispatch.call(element, event); };
  document.body.replaceChildren(element);
  await shows(element, words);
  return element;
}

/** Waits until the element shows some words: what it needs is loaded from disk. */
export async function shows(element, words) {
  for (const limit = Date.now() + 20_000; !words.test(seen(element));) {
    if (Date.now() > limit) throw new Error(`${words} is not shown:\n${seen(element)}`);
    await new Promise((done) => setTimeout(done, 2));
  }
}
