import { Deck } from "./deck.js";
import { h, icon, replace } from "./dom.js";
import { panel } from "./panel.js";
import { Rail } from "./rail.js";
import { loadReading } from "./reading.js";
import { connect, on, store } from "./store.js";
import { applyTheme } from "./theme.js";

applyTheme();

/** @param {string} id */
const part = id => /** @type {HTMLElement} */ (document.getElementById(id));
const app = part("app");

/** @param {string} view */
function show(view) {
  app.dataset.view = view;
  for (const tab of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".tab"))) {
    tab.setAttribute("aria-current", tab.dataset.view === view ? "page" : "false");
  }
}

function togglePanel() {
  const isHidden = app.classList.toggle("without-panel");
  localStorage.setItem("panel", isHidden ? "hidden" : "shown");
}

on("chats", loadReading);
const deck = new Deck(part("deck"), {
  onBack: key => {
    show("chats");
    rail.focus(key);
  },
  onPanel: () => {
    show("panel");
    /** @type {HTMLElement | null} */ (document.querySelector(".panel-head .icon-button"))?.focus();
  },
  onClosed: key => rail.focus(key),
  onChange: () => rail?.draw(),
});
const rail = new Rail(part("rail"), {
  onOpen: key => {
    show("chat");
    deck.open(key);
  },
  onPanel: togglePanel,
  openKeys: () => deck.keys,
});
panel(part("panel"), () => {
  show("chats");
  rail.focus(deck.keys[0]);
});

replace(part("tabs"), [["chats", "Чаты"], ["panel", "Панель"]].map(([view, name]) =>
  h("button", { type: "button", class: "tab", data: { view }, onclick: () => show(view) }, icon(view), name)));
show("chats");
if (localStorage.getItem("panel") === "hidden") app.classList.add("without-panel");

const connection = part("connection");
let wasConnected = false;
on("connection", isConnected => {
  wasConnected ||= isConnected;
  connection.hidden = isConnected;
  connection.textContent = wasConnected ? "Связь с песочницей потеряна, соединяемся снова…" : "Соединяемся с песочницей…";
});

// Alt with an arrow moves between chats, Alt with a digit opens a certain chat.
document.addEventListener("keydown", event => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const keys = store.order;
  const at = keys.indexOf(document.activeElement?.closest(/** @type {"section"} */ (".chat"))?.dataset.key ?? "");
  /** @type {string | undefined} */
  let next;
  if (event.key === "ArrowDown") next = keys[(at + 1) % keys.length];
  else if (event.key === "ArrowUp") next = keys.at((at < 0 ? 0 : at) - 1);
  else if (/^[1-9]$/u.test(event.key)) next = keys[Number(event.key) - 1];
  if (!next) return;
  event.preventDefault();
  show("chat");
  deck.open(next);
});

connect();
