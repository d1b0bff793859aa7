// The list of chats, and the form that adds a client.

import { post } from "./api.js";
import { h, icon, iconButton, replace } from "./dom.js";
import * as format from "./format.js";
import { inShort } from "./message.js";
import { unread } from "./reading.js";
import { lastMessage, on, store } from "./store.js";
import { themeButton } from "./theme.js";

export class Rail {
  #items = new Map();

  /**
   * @param {HTMLElement} element
   * @param {{ onOpen(key: string): void, onPanel(): void, openKeys(): string[] }} doings
   */
  constructor(element, doings) {
    this.doings = doings;
    this.list = h("ul", { class: "chat-list" });
    this.name = h("input", {
      type: "text", class: "field", placeholder: "Имя нового клиента", "aria-label": "Имя нового клиента", maxLength: 40,
    });
    element.append(
      h("header", { class: "rail-head" },
        h("img", { src: "icon.svg", alt: "", width: 32, height: 32 }),
        h("div", {}, h("h1", {}, "Песочница"), h("p", {}, "учебный Telegram")),
        themeButton(),
        iconButton("panel", "Показать или скрыть панель", () => doings.onPanel(), { class: "icon-button desk-only" })),
      this.list,
      h("form", { class: "add-client", onsubmit: event => this.#add(event) },
        this.name,
        h("button", { class: "button primary", title: "Добавить клиента", "aria-label": "Добавить клиента" }, icon("plus"))));
    on("chats", () => this.draw());
    on("order", () => this.draw());
    on("chat", () => this.draw());
  }

  /**
   * The element that gets the focus when a chat is left.
   * @param {string} key
   */
  focus(key) {
    this.#items.get(key)?.node.firstChild?.focus({ preventScroll: true });
  }

  draw() {
    const open = this.doings.openKeys();
    const keys = store.order.filter(key => store.chats.get(key)?.head);
    for (const [key, item] of this.#items) {
      if (keys.includes(key)) continue;
      item.node.remove();
      this.#items.delete(key);
    }
    keys.forEach((key, index) => {
      const chat = /** @type {Chat} */ (store.chats.get(key));
      const last = lastMessage(chat);
      const number = unread(key);
      const look = JSON.stringify([chat.head.title, chat.head.blocked, last?.id, last?.edited && last.text, number, open.includes(key)]);
      let item = this.#items.get(key);
      if (!item) {
        item = { node: h("li", {}), look: "" };
        this.#items.set(key, item);
      }
      if (this.list.children[index] !== item.node) this.list.insertBefore(item.node, this.list.children[index] ?? null);
      if (item.look === look) return;
      item.look = look;
      const hadFocus = item.node.contains(document.activeElement);
      replace(item.node, this.#row(chat, last, number, open.includes(key)));
      if (hadFocus) item.node.firstChild.focus();
    });
    const all = keys.reduce((sum, key) => sum + unread(key), 0);
    document.title = all > 0 ? `(${all}) Песочница бота VizTeh` : "Песочница бота VizTeh";
  }

  /** @param {Chat} chat @param {MessageView | undefined} last @param {number} number @param {boolean} isOpen */
  #row(chat, last, number, isOpen) {
    const { head } = chat;
    return h("button", {
      type: "button", class: `chat-item${isOpen ? " open" : ""}`, "aria-current": isOpen ? "true" : null,
      onclick: () => this.doings.onOpen(chat.key),
    },
      h("span", { class: `avatar hue-${format.hue(chat.key)}`, "aria-hidden": "true" },
        head.kind === "group" ? icon("people") : format.initials(head.title)),
      h("span", { class: "chat-item-words" },
        h("span", { class: "chat-item-line" },
          h("b", {}, head.title),
          last && h("time", {}, format.time(last.at))),
        h("span", { class: "chat-item-line" },
          h("span", { class: "chat-item-last" }, last ? `${last.mine ? "Вы: " : ""}${inShort(last)}` : head.about),
          number > 0 && h("span", { class: "unread", "aria-label": `непрочитанных: ${number}` }, number > 99 ? "99+" : number))));
  }

  /** @param {Event} event */
  async #add(event) {
    event.preventDefault();
    const name = this.name.value.trim();
    if (!name) {
      this.name.focus();
      return;
    }
    const made = await post("clients", { name });
    if (!made) return;
    this.name.value = "";
    this.#openWhenThere(made.key);
  }

  /** @param {string} key */
  #openWhenThere(key) {
    if (store.chats.get(key)?.head) {
      this.doings.onOpen(key);
      return;
    }
    const stop = on("chat", known => {
      if (known !== key) return;
      stop();
      this.doings.onOpen(key);
    });
  }
}
