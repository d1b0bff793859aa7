// Keeps the keyboard focus when the focused element is redrawn or removed.

const focusable = "button, a[href], input, select, textarea, [tabindex]";

/** @typedef {any} Control An element that can have the focus; only some kinds of it can be disabled. */

// Substitutes that got the focus of a removed element: when a substitute is removed in turn, the first element gets the focus back.
const substitutes = new WeakMap();

/** @param {HTMLElement} box @returns {Control[]} */
const controls = box => [...box.querySelectorAll(focusable)];
/** @param {Control} element */
const isThere = element => element.isConnected && element.checkVisibility() && !element.disabled;

/**
 * By default a redrawn control is the same if its kind and its index among the controls of its kind are the same.
 * @param {Control} control
 * @param {Control[]} all
 */
function place(control, all) {
  /** @param {Control} element */
  const kind = element => element.classList[0] ?? element.tagName;
  return `${kind(control)} ${all.filter(other => kind(other) === kind(control)).indexOf(control)}`;
}

/**
 * Changes the content of a box. If the focus was in the box, the same control gets it after the redraw; if that control is gone, the
 * result of `fallback` gets it, or the first control of the box.
 * @param {HTMLElement} box
 * @param {() => void} change
 * @param {{ name?: (control: any, all: any[]) => string, fallback?: () => any }} options
 */
export function keepFocus(box, change, { name = place, fallback = () => null } = {}) {
  const had = /** @type {HTMLElement | null} */ (document.activeElement);
  if (had === null || had === box || !box.contains(had)) {
    change();
    return;
  }
  const known = name(had, controls(box));
  change();
  if (isThere(had)) {
    if (document.activeElement !== had) had.focus({ preventScroll: true });
    return;
  }
  const all = controls(box);
  const same = all.find(control => name(control, all) === known && isThere(control));
  const first = substitutes.get(had);
  const next = same ?? (first && isThere(first) ? first : null) ?? fallback() ?? all.find(isThere);
  if (!next) return;
  if (next !== same && next !== first) substitutes.set(next, first ?? had);
  next.focus({ preventScroll: true });
}

/**
 * For onmousedown: a mouse press leaves the focus in the chat's input line.
 * @param {MouseEvent & { currentTarget: HTMLElement }} event
 */
export function leaveFocus(event) {
  if (event.currentTarget.closest(".chat")?.contains(document.activeElement)) event.preventDefault();
}
