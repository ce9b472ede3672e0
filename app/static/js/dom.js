/** What every module needs of a page. */

/** @type {(selector: string, at?: ParentNode) => any} the first one */
export const $ = (selector, at = document) => at.querySelector(selector);

/** @type {(selector: string, at?: ParentNode) => any[]} all of them */
export const $$ = (selector, at = document) => [...at.querySelectorAll(selector)];

/**
 * Listens for the whole page, so that what comes later is heard too.
 * @param {string} type
 * @param {string} selector
 * @param {(hit: any, event: any) => void} act is given the element that matches, itself or around the target
 */
export const on = (type, selector, act) =>
  document.addEventListener(type, event => {
    const hit = event.target.closest?.(selector);
    if (hit) act(hit, event);
  });

const COMPOSING = 229;

/**
 * Listens for keys. Those with which an input method composes a word (Telex, VNI) are its own: Enter takes the word,
 * it sends nothing. Safari says so by the code alone.
 * @param {(event: any) => void} act
 * @param {EventTarget} [at] the whole page, if none is named
 */
export const onKey = (act, at = document) =>
  at.addEventListener('keydown', event => {
    if (!event.isComposing && event.keyCode !== COMPOSING) act(event);
  });

/** Makes an element with properties and what is inside. */
export const el = (tag, properties, ...inside) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
};

/** @param {HTMLTemplateElement} template with one element inside */
export const clone = template => template.content.firstElementChild.cloneNode(true);

/** Writes texts into the parts of an element: `{selector: text}`. */
export const put = (at, texts) => {
  for (const selector in texts) $(selector, at).textContent = texts[selector];
};

/** Tells whoever listens that a field was changed, as if by hand. */
export const changed = field => {
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }));
};

/** Puts a value into a field and tells. */
export const give = (field, value) => {
  field.value = value;
  changed(field);
};

/** What this browser remembers, as far as it is allowed to. */
export const memory = (key, value) => {
  try {
    if (value === undefined) return localStorage[key];
    localStorage[key] = value;
  } catch {
    // A browser that keeps nothing forgets.
  }
};
