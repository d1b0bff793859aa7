// The panel: figures for developers and operators, and switches for faults.

import { post } from "./api.js";
import { card, doing, processStates } from "./card.js";
import { h, iconButton, replace } from "./dom.js";
import * as format from "./format.js";
import { keepFocus } from "./focus.js";
import { nodes } from "./nodes.js";
import { on, store } from "./store.js";
import { callsTable, logList, ticketsTable } from "./tables.js";

const faultNames = { tooManyRequests: "429", serverError: "500", cut: "Обрыв связи" };
const crowdSize = 50;

/**
 * @param {HTMLElement} element
 * @param {() => void} onBack Leads back to the chats, on a phone.
 */
export function panel(element, onBack) {
  element.append(
    h("header", { class: "panel-head" },
      iconButton("back", "К списку чатов", onBack, { class: "icon-button phone-only" }),
      h("h2", {}, "Панель разработчика")),
    h("div", { class: "panel-top" }, bot(), nodes(element), postgres(), depths(), faults(), crowd()),
    tabs());
}

function bot() {
  const state = h("span", { class: "state" });
  const word = h("p", { class: "card-word", hidden: true });
  const kill = doing("Убить: kill -9", () => post("bot/kill"), "danger");
  const restart = doing("Убить и запустить", () => post("bot/restart"), "danger");
  const start = doing("Запустить", () => post("bot/start"), "primary");
  const show = () => {
    const process = store.parts.bot;
    if (!process) return;
    const [name, kind] = processStates[process.state];
    state.className = `state ${kind}`;
    const number = process.processId ? ` · процесс ${process.processId}` : "";
    const since = process.state === "running" ? ` · ${format.duration(Date.now() - Date.parse(process.since))}` : "";
    state.textContent = name + number + since;
    word.hidden = !process.word;
    word.textContent = process.word ?? "";
    const isUp = process.state === "running" || process.state === "starting";
    keepFocus(box, () => {
      kill.hidden = restart.hidden = !isUp;
      start.hidden = isUp;
    });
  };
  on("bot", show);
  on("nodes", () => {
    // Several nodes have a card of their own.
    box.hidden = true;
  });
  setInterval(show, 1000);
  const box = card("robot", "Бот", state, h("div", { class: "buttons" }, kill, restart, start), word);
  return box;
}

function postgres() {
  const state = h("span", { class: "state" });
  const stop = doing("Остановить", () => post("postgres/stop"), "danger");
  const start = doing("Запустить", () => post("postgres/start"), "primary");
  on("postgres", (/** @type {PageParts["postgres"]} */ value) => {
    const names = {
      running: ["работает", "good"], stopping: ["останавливается", "wait"], stopped: ["остановлен", "bad"],
      starting: ["запускается", "wait"], foreign: ["чужой сервер (DB_HOST)", "good"],
    };
    const [name, kind] = names[value];
    state.className = `state ${kind}`;
    state.textContent = name;
    keepFocus(box, () => {
      stop.hidden = value !== "running" && value !== "stopping";
      start.hidden = value !== "stopped" && value !== "starting";
    });
  });
  const box = card("database", "PostgreSQL", [state, stop, start]);
  return box;
}

function depths() {
  /** @type {Record<string, any>} */
  const figures = {};
  /** @param {string} name @param {string} label @param {string} title */
  const figure = (name, label, title) => {
    figures[name] = h("b", {}, "–");
    return h("div", { class: "depth", title }, figures[name], h("span", {}, label));
  };
  /** @param {string} name @param {number} value @param {boolean} isWorth */
  const set = (name, value, isWorth) => {
    figures[name].textContent = value;
    figures[name].parentElement.classList.toggle("waits", isWorth);
  };
  const box = h("section", { class: "depths", "aria-label": "Что где ждёт" },
    figure("queue", "у Telegram", "Обновления, которых бот ещё не забрал"), h("span", { class: "arrow" }, "→"),
    figure("inbox", "inbox", "Забраны, но ещё не обработаны"), h("span", { class: "arrow" }, "→"),
    figure("tickets", "заявок", "Строк в таблице tickets"), h("span", { class: "arrow" }, "→"),
    figure("outbox", "outbox", "Карточки, которые ещё не дошли до менеджеров"));
  on("queue", queue => set("queue", queue.waiting, queue.waiting > 0));
  on("database", database => {
    set("inbox", database.inbox, database.inbox > 0);
    set("outbox", database.outbox, database.outbox > 0);
    set("tickets", database.open + database.closed, false);
    box.classList.toggle("stale", !database.isReachable);
  });
  return box;
}

function faults() {
  const seconds = h("select", { class: "field", "aria-label": "Сколько секунд" },
    [5, 10, 30, 60].map(value => h("option", { value, selected: value === 10 }, `${value} с`)));
  const running = h("div", { class: "running-faults" });
  const end = doing("Прекратить", () => post("faults/end"));
  const show = () => {
    const active = store.parts.faults ?? [];
    keepFocus(box, () => {
      end.hidden = active.length === 0;
    });
    replace(running, active.map(fault => h("span", { class: "fault" },
      `${faultNames[fault.kind]}: ещё ${format.duration(Date.parse(fault.until) - Date.now())}, `,
      format.count(fault.hits, "вызов", "вызова", "вызовов"))));
  };
  on("faults", show);
  setInterval(show, 500);
  const box = card("cloud", "Сбой Telegram", seconds,
    h("div", { class: "buttons" },
      Object.entries(faultNames).map(([kind, name]) =>
        doing(name, () => post("faults", { kind, seconds: Number(seconds.value) }), "danger")),
      end),
    running);
  return box;
}

function crowd() {
  const state = h("span", { class: "state" });
  const bar = h("progress", { max: 1, value: 0, "aria-label": "Заполнено", hidden: true });
  const word = h("p", { class: "card-word", hidden: true });
  const start = doing(`Запустить ${crowdSize} клиентов`, () => post("crowd", { clients: crowdSize }), "primary");
  const stop = doing("Остановить", () => post("crowd/stop"));
  const show = () => {
    const progress = store.parts.crowd;
    if (!progress) return;
    keepFocus(box, () => {
      start.hidden = progress.isRunning;
      stop.hidden = !progress.isRunning;
    });
    bar.hidden = word.hidden = progress.clients === 0;
    bar.max = progress.clients * progress.perClient || 1;
    bar.value = progress.questions;
    state.className = `state ${progress.isRunning ? "wait" : progress.clients === 0 ? "" : progress.failed === 0 ? "good" : "bad"}`;
    state.textContent = progress.isRunning ? "заполняют" : progress.clients === 0 ? "" : "закончили";
    const lasted = (progress.endedAt ? Date.parse(progress.endedAt) : Date.now()) - Date.parse(progress.startedAt ?? "");
    const failed = progress.failed ? ` · не закончили ${progress.failed}` : "";
    word.textContent = `Заявок ${progress.tickets} из ${progress.clients}${failed} · ${format.duration(lasted)}`;
  };
  on("crowd", show);
  setInterval(show, 1000);
  const box = card("people", "Толпа", [state, start, stop], bar, word);
  return box;
}

/** @typedef {{ id: string, name: string, make(): any, head?: any, body?: any }} Page */

function tabs() {
  /** @type {Page[]} */
  const pages = [
    { id: "tickets", name: "Заявки", make: ticketsTable },
    { id: "calls", name: "Вызовы Bot API", make: callsTable },
    { id: "log", name: "Журнал бота", make: logList },
  ];
  const bodies = h("div", { class: "tab-bodies" });
  const heads = h("div", { class: "tab-heads", role: "tablist" });
  /** @param {Page} chosen */
  const choose = chosen => {
    for (const page of pages) {
      page.head.setAttribute("aria-selected", String(page === chosen));
      page.head.tabIndex = page === chosen ? 0 : -1;
      page.body.hidden = page !== chosen;
    }
  };
  pages.forEach((page, index) => {
    page.body = h("div", { class: "tab-body", role: "tabpanel", id: `tab-${page.id}`, "aria-label": page.name }, page.make());
    page.head = h("button", {
      type: "button", role: "tab", class: "tab-head", "aria-controls": `tab-${page.id}`, onclick: () => choose(page),
      onkeydown: event => {
        if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
        const next = pages.at((index + (event.key === "ArrowRight" ? 1 : -1)) % pages.length);
        if (!next) return;
        choose(next);
        next.head.focus();
      },
    }, page.name);
    heads.append(page.head);
    bodies.append(page.body);
  });
  choose(pages[0]);
  return h("div", { class: "panel-tabs" }, heads, bodies);
}
