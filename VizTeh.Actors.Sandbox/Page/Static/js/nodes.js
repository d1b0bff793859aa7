// The nodes that work as one bot: what each does, and what can be done to it.

import { post } from "./api.js";
import { card, doing, processStates } from "./card.js";
import { h } from "./dom.js";
import * as format from "./format.js";
import { keepFocus } from "./focus.js";
import { on, store } from "./store.js";

/** @type {Record<string, string>} */
const memberships = { member: "в кластере", joining: "входит в кластер", dead: "исключён из кластера" };

/** @type {Record<NodeView["cuts"][number], { label: string, from: string, title: string }>} */
const cuts = {
  database: { label: "базы", from: "базы", title: "Соединения с PostgreSQL молча обрываются" },
  others: { label: "узлов", from: "других узлов", title: "Соединения с другими узлами молча обрываются, в обе стороны" },
  telegram: { label: "Telegram", from: "Telegram", title: "Соединения с Telegram молча обрываются; узел остаётся в кластере" },
};

/** @param {HTMLElement} panel Becomes taller than some windows with this card, and is scrolled then. */
export function nodes(panel) {
  /** @type {ReturnType<typeof row>[]} */
  const rows = [];
  const list = h("div", { class: "nodes" });
  const summary = h("span", { class: "state" });
  const show = () => {
    const all = store.parts.nodes;
    if (!all) return;
    for (const node of all.slice(rows.length)) {
      const added = row(node);
      rows.push(added);
      list.append(added.element);
    }
    all.forEach((node, index) => rows[index].show(node));
    const members = all.filter(node => membership(node) === memberships.member).length;
    summary.className = `state ${members === all.length ? "good" : "wait"}`;
    summary.textContent = `в кластере ${members} из ${all.length}`;
    box.hidden = false;
    panel.classList.add("of-several");
  };
  on("nodes", show);
  on("database", show);
  setInterval(show, 1000);
  const box = card("robot", "Узлы бота", summary, list);
  box.hidden = true;
  return box;
}

/**
 * What the others think of the node, by its row in the table nodes.
 * @param {NodeView} node
 */
function membership(node) {
  const { isReachable, nodes: known } = store.parts.database ?? {};
  if (!isReachable || !known) return "";
  return memberships[known.find(({ address }) => address === node.address)?.state ?? ""] ?? "вне кластера";
}

/** @param {NodeView} node */
function row({ number, address }) {
  const name = `Узел ${number}`;
  const state = h("p", { class: "state" });
  const member = h("span", { class: "member" });
  const word = h("p", { class: "card-word", hidden: true });
  const polls = h("span", {
    class: "badge good", hidden: true, title: "Так видит Telegram: последний getUpdates пришёл от этого узла",
  }, "берёт обновления");
  /** @param {string} label @param {string} title @param {string} action */
  const button = (label, title, action, kind = "") => {
    const made = doing(label, () => post(`nodes/${number}/${action}`), kind);
    made.title = title;
    return made;
  };
  const kill = button("Убить", "kill -9", "kill", "danger");
  const stop = button("Остановить", "SIGTERM, как systemctl stop", "stop", "danger");
  const freeze = button("Заморозить", "SIGSTOP: процесс замирает, соединения остаются открытыми", "freeze", "danger");
  const thaw = button("Разморозить", "SIGCONT", "thaw", "primary");
  const start = button("Запустить", "Запустить процесс снова", "start", "primary");
  const toggles = Object.entries(cuts).map(([from, { label, title }]) => {
    const toggle = doing(
      label, () => post(`nodes/${number}/cuts`, { from, isCut: toggle.getAttribute("aria-pressed") !== "true" }), "toggle");
    toggle.title = title;
    toggle.setAttribute("aria-pressed", "false");
    toggle.dataset.from = from;
    return toggle;
  });
  const element = h("section", { class: "node", "aria-label": name },
    h("div", { class: "node-head" }, h("h4", {}, name), h("code", {}, address), polls),
    h("div", { class: "node-state" }, state, member), word,
    h("div", { class: "buttons" }, kill, stop, freeze, thaw, start),
    h("div", { class: "cuts", role: "group", "aria-label": `Отрезать узел ${number}` }, h("span", {}, "Отрезать от"), toggles));

  /** @param {NodeView} node */
  const show = node => {
    const { bot } = node;
    const [what, kind] = processStates[bot.state];
    const from = node.cuts.map(cut => cuts[cut].from);
    const isUp = bot.state === "running" || bot.state === "starting";
    const cutOff = from.length === 0 ? "" : `, отрезан от ${from.join(", ")}`;
    const process = bot.processId ? ` · процесс ${bot.processId}` : "";
    const since = bot.state === "running" || bot.state === "frozen"
      ? ` · ${format.duration(Date.now() - Date.parse(bot.since))}` : "";
    state.className = `state ${from.length > 0 && kind === "good" ? "wait" : kind}`;
    state.textContent = what + cutOff + process + since;
    member.textContent = membership(node);
    polls.hidden = !node.polls || bot.state !== "running";
    word.hidden = !bot.word;
    word.textContent = bot.word ?? "";
    keepFocus(element, () => {
      kill.hidden = !isUp && bot.state !== "frozen";
      stop.hidden = !isUp && bot.state !== "stopping";
      freeze.hidden = !isUp;
      thaw.hidden = bot.state !== "frozen";
      start.hidden = isUp || bot.state === "frozen" || bot.state === "stopping";
    });
    for (const toggle of toggles) toggle.setAttribute("aria-pressed", String(node.cuts.includes(toggle.dataset.from)));
  };
  return { element, show };
}
