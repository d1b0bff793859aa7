// The tabs of the panel: tickets, calls of the Bot API, the bot's log.

import { h, replace } from "./dom.js";
import { Following } from "./following.js";
import * as format from "./format.js";
import { on, store } from "./store.js";

const mostRows = 150;

export function ticketsTable() {
  const body = h("tbody");
  const open = new Set();
  const none = h("p", { class: "nothing" }, "Заявок пока нет. Заполните форму в чате клиента, и строка появится здесь.");
  const table = h("table", { class: "tickets" },
    h("thead", {}, h("tr", {}, ["№", "Клиент", "Направление", "Время", "Статус"].map(name => h("th", { scope: "col" }, name)))), body);
  const show = () => {
    const tickets = store.parts.database?.tickets ?? [];
    none.hidden = tickets.length > 0;
    table.hidden = tickets.length === 0;
    const focused = document.activeElement?.closest(/** @type {"tr"} */ ("tr.ticket"))?.dataset.id;
    replace(body, tickets.flatMap(ticket => rows(ticket)));
    if (focused) body.querySelector(`tr[data-id="${focused}"]`)?.focus({ preventScroll: true });
  };
  /** @param {TicketView} ticket */
  const rows = ticket => {
    const isClosed = ticket.status === "closed";
    const toggle = () => {
      if (!open.delete(ticket.id)) open.add(ticket.id);
      show();
    };
    const row = h("tr", {
      class: `ticket ${isClosed ? "closed" : "open"}`, tabIndex: 0, data: { id: ticket.id }, "aria-expanded": String(open.has(ticket.id)),
      onclick: toggle,
      onkeydown: event => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        toggle();
      },
    },
    h("td", {}, ticket.id),
    h("td", {}, h("b", {}, ticket.name), h("small", {}, ticket.org)),
    h("td", { title: ticket.direction }, ticket.direction),
    h("td", {}, ticket.createdAt ? format.time(Date.parse(ticket.createdAt)) : "—"),
    h("td", {}, h("span", { class: `badge ${isClosed ? "" : "good"}` }, isClosed ? "закрыта" : "открыта")));
    if (!open.has(ticket.id)) return [row];
    const more = [
      ["Город", ticket.city], ["Описание", ticket.description], ["Телефон", ticket.phone],
      ["Telegram", ticket.username ? `@${ticket.username}` : "отсутствует"],
      ["Закрыта", ticket.closeAt ? format.dateAndTime(Date.parse(ticket.closeAt)) : null],
    ].filter(([, value]) => value);
    return [row, h("tr", { class: "more" }, h("td", { colSpan: 5 },
      h("dl", {}, more.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]))))];
  };
  on("database", show);
  return [none, h("div", { class: "scroll" }, table)];
}

export function callsTable() {
  const body = h("tbody");
  const showsPolls = h("input", { type: "checkbox", onchange: () => all() });
  const table = h("div", { class: "scroll" },
    h("table", { class: "calls" },
      h("thead", {}, h("tr", {}, ["Время", "Метод", "Чат", "Ответ"].map(name => h("th", { scope: "col" }, name)))), body));
  /** @param {CallView} call */
  const isShown = call => showsPolls.checked || call.method !== "getUpdates" || call.status !== 200;
  /** @param {number | undefined} id */
  const chatName = id => {
    if (id === undefined) return "";
    for (const chat of store.chats.values()) if (chat.head?.chatId === id) return chat.head.title;
    return String(id);
  };
  /** @param {CallView} call */
  const row = call => {
    const line = h("tr", {
      class: call.status === 200 && !call.fault ? "" : "failed", tabIndex: 0,
      onclick: () => toggle(line, call),
      onkeydown: event => {
        if (event.key === "Enter") toggle(line, call);
      },
    },
    h("td", {}, format.timeWithSeconds(call.at)),
    h("td", {}, h("code", {}, call.method), call.node && h("small", {}, `узел ${call.node}`)),
    h("td", { class: "cut" }, chatName(call.chatId)),
    h("td", {}, h("span", { class: `badge ${call.status === 200 ? "good" : "bad"}` }, call.status || "обрыв"),
      call.result && h("small", { class: "cut", title: call.result }, call.result)));
    return line;
  };
  /** @param {any} line @param {CallView} call */
  const toggle = (line, call) => {
    if (line.nextSibling?.classList.contains("more")) {
      line.nextSibling.remove();
      return;
    }
    const result = call.result && h("p", {}, call.result);
    line.after(h("tr", { class: "more" }, h("td", { colSpan: 4 }, result, h("pre", {}, call.parameters))));
  };
  /** @param {CallView[]} calls */
  const add = calls => {
    for (const call of calls.filter(isShown)) body.prepend(row(call));
    while (body.children.length > mostRows) body.lastChild.remove();
  };
  const all = () => {
    replace(body);
    add(store.calls);
  };
  on("calls", calls => (calls.length === store.calls.length ? all() : add(calls)));
  return [h("label", { class: "check" }, showsPolls, "показывать успешные getUpdates"), table];
}

/** @param {string} text */
function importance(text) {
  if (/^\s*(fail|crit|error)|\b(fail|crit|ERR)\b/u.test(text)) return "bad";
  return /\b(warn|WRN)\b/u.test(text) ? "wait" : "";
}

export function logList() {
  const list = h("ol", { class: "log", tabIndex: 0, "aria-label": "Журнал бота" });
  const following = new Following(list);
  on("log", lines => {
    following.change(() => {
      if (lines.length === store.log.length) replace(list);
      for (const { text, node } of lines) {
        list.append(h("li", { class: importance(text) },
          node && h("span", { class: "log-node", title: `узел ${node}` }, node), format.logLine(text)));
      }
      while (list.children.length > mostRows) list.firstChild.remove();
    });
  });
  return list;
}
