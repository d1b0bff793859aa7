import { h, icon, replace } from "./dom.js";

/** @type {Record<string, string>} */
const choices = { auto: "Тема: как в системе", light: "Тема: светлая", dark: "Тема: тёмная" };
/** @type {Record<string, string>} */
const pictures = { auto: "auto", light: "sun", dark: "moon" };

function chosen() {
  const kept = localStorage.getItem("theme") ?? "auto";
  return kept in choices ? kept : "auto";
}

export function applyTheme() {
  const theme = chosen();
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function themeButton() {
  const button = h("button", { type: "button", class: "icon-button", onclick: () => {
    const names = Object.keys(choices);
    localStorage.setItem("theme", names[(names.indexOf(chosen()) + 1) % names.length]);
    show();
  } });
  const show = () => {
    applyTheme();
    button.title = choices[chosen()];
    button.setAttribute("aria-label", choices[chosen()]);
    replace(button, icon(pictures[chosen()]));
  };
  show();
  return button;
}
