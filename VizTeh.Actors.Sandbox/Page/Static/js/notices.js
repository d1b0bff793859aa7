import { h } from "./dom.js";

const shownFor = 4500;
const most = 4;

/**
 * Shows a line at the bottom of the screen for a moment.
 * @param {string} text
 */
export function notice(text, kind = "") {
  const box = /** @type {HTMLElement} */ (document.getElementById("notices"));
  const line = h("div", { class: `notice ${kind}` }, text);
  box.append(line);
  while (box.children.length > most) box.firstElementChild?.remove();
  setTimeout(() => line.remove(), shownFor);
}
