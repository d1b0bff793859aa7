// What the panel's cards are made of.

import { h, icon } from "./dom.js";

/**
 * What a process of the bot is doing, and whether that is good.
 * @type {Record<BotView["state"], [string, string]>}
 */
export const processStates = {
  starting: ["запускается", "wait"],
  running: ["работает", "good"],
  frozen: ["заморожен", "wait"],
  stopping: ["останавливается", "wait"],
  stopped: ["остановлен", "bad"],
  killed: ["убит", "bad"],
  ended: ["завершился сам, сейчас запустится снова", "bad"],
};

/**
 * A button that cannot be pressed again until its action has ended.
 * @param {string} label
 * @param {() => Promise<any>} action
 */
export function doing(label, action, kind = "") {
  // Not disabled, because a disabled button loses the focus.
  const button = h("button", { type: "button", class: `button ${kind}`, onclick: async () => {
    if (button.classList.contains("busy")) return;
    button.classList.add("busy");
    button.setAttribute("aria-disabled", "true");
    await action();
    button.removeAttribute("aria-disabled");
    button.classList.remove("busy");
  } }, label);
  return button;
}

/** @param {string} name Of the icon. @param {string} title @param {any[]} content The first stands beside the title. */
export function card(name, title, ...content) {
  return h("section", { class: "card", "aria-label": title },
    h("div", { class: "card-title" }, icon(name), h("h3", {}, title), h("div", { class: "card-side" }, content[0])), content.slice(1));
}
