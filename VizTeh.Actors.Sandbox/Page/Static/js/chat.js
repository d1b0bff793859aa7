// One open chat: its head, its messages, its composer.

import { post } from "./api.js";
import { Composer } from "./composer.js";
import { alertBox, popover } from "./dialogs.js";
import { h, icon, iconButton, replace } from "./dom.js";
import { keepFocus } from "./focus.js";
import { Following } from "./following.js";
import * as format from "./format.js";
import { bubble, showTicks } from "./message.js";
import { store } from "./store.js";

const together = 5 * 60 * 1000;
const toastShownFor = 4500;
let presses = 0;

/** @typedef {{ ids: number[], album?: string, node: any, follows?: boolean }} Block One message, or an album, and its bubble. */

export class ChatColumn {
  /** @type {Block[]} */
  #blocks = [];
  #following;
  #mine = new Set();

  /**
   * @param {string} key
   * @param {{ onClose(): void, onBack(): void, onPanel(): void, onSeen(): void }} doings
   */
  constructor(key, doings) {
    this.key = key;
    this.doings = doings;
    this.composer = new Composer(key);
    this.head = h("header", { class: "chat-head" });
    this.messages = h("div", { class: "messages", role: "log", "aria-label": "Сообщения", tabIndex: 0 });
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.toEnd = iconButton("down", "К последнему сообщению", () => {
      this.messages.focus({ preventScroll: true });
      this.#following.toEnd();
    }, { class: "icon-button to-end", hidden: true });
    this.#following = new Following(this.messages, () => this.#moved());
    this.element = h("section", {
      class: "chat", data: { key },
      ondragover: event => event.preventDefault(),
      ondrop: event => {
        event.preventDefault();
        this.composer.dropped([...event.dataTransfer?.files ?? []]);
      },
    }, this.head, this.toasts, h("div", { class: "messages-box" }, this.messages, this.toEnd), this.composer.element);
    this.draw();
  }

  get #chat() {
    return /** @type {Chat} */ (store.chats.get(this.key));
  }

  /** Redraws everything, for example after a lost connection. */
  draw() {
    const isFirst = this.#blocks.length === 0;
    this.#following.change(() => {
      this.#keepFocus(() => {
        this.#blocks = [];
        this.messages.replaceChildren();
        for (const message of this.#chat.messages.values()) this.#add(message);
      });
      this.#drawRest();
    });
    if (isFirst) this.#following.toEnd();
  }

  /** @param {ChatPatch} patch */
  update(patch) {
    let hasNewOfMine = false;
    this.#following.change(() => {
      this.#keepFocus(() => {
        for (const message of patch.messages ?? []) {
          const block = this.#blocks.find(known => known.ids.includes(message.id));
          if (block) this.#drawBlock(block);
          else {
            this.#add(message);
            hasNewOfMine ||= message.mine;
          }
        }
        for (const id of patch.gone ?? []) this.#remove(id);
      });
      this.#drawRest(Boolean(patch.head));
    });
    if (hasNewOfMine) this.#following.toEnd();
  }

  #drawRest(hasNewHead = true) {
    if (hasNewHead) this.#drawHead();
    this.composer.update(this.#chat);
    this.#showPresses();
    this.#showDescription();
  }

  updateTicks() {
    for (const mark of this.messages.querySelectorAll(".ticks:not(.taken)")) showTicks(mark);
  }

  focus() {
    this.composer.focus();
  }

  /** @param {MessageView} message */
  #add(message) {
    const last = this.#blocks.at(-1);
    if (message.album && last?.album === message.album) {
      last.ids.push(message.id);
      this.#drawBlock(last);
      return;
    }

    const before = last && this.#chat.messages.get(last.ids[last.ids.length - 1]);
    if (!before || new Date(before.at).toDateString() !== new Date(message.at).toDateString()) {
      this.messages.append(h("div", { class: "day" }, h("span", {}, format.dayName(message.at))));
    }
    const follows = before?.author === message.author && message.at - before.at < together && message.kind !== "service";
    const block = { ids: [message.id], album: message.album, node: null, follows };
    this.#blocks.push(block);
    this.#drawBlock(block);
  }

  /** @param {Block} block */
  #drawBlock(block) {
    const messages = block.ids.flatMap(id => this.#chat.messages.get(id) ?? []);
    const node = bubble(messages, {
      onCommand: text => this.composer.say(text),
      onReply: message => this.composer.reply(message),
      onEdit: message => this.composer.edit(message),
      onPress: (message, row, column) => this.#press(message, row, column),
      onQuote: id => this.#showQuoted(id),
    });
    node.classList.toggle("follows", Boolean(block.follows));
    if (block.node) block.node.replaceWith(node);
    else this.messages.append(node);
    block.node = node;
  }

  /** @param {number} id */
  #remove(id) {
    const index = this.#blocks.findIndex(block => block.ids.includes(id));
    if (index < 0) return;
    const block = this.#blocks[index];
    block.ids = block.ids.filter(known => known !== id);
    if (block.ids.length > 0) {
      this.#drawBlock(block);
      return;
    }
    block.node.remove();
    this.#blocks.splice(index, 1);
  }

  #drawHead() {
    keepFocus(this.head, () => this.#drawHeadAnew());
  }

  #drawHeadAnew() {
    const { head } = this.#chat;
    replace(this.head,
      iconButton("back", "К списку чатов", () => this.doings.onBack(), { class: "icon-button phone-only" }),
      h("span", { class: `avatar hue-${format.hue(this.key)}`, "aria-hidden": "true" },
        head.kind === "group" ? icon("people") : format.initials(head.title)),
      h("div", { class: "chat-names" },
        h("h2", {}, head.title),
        h("p", {}, head.blocked ? "бот заблокирован" : head.about)),
      iconButton("panel", "Панель разработчика", () => this.doings.onPanel(), { class: "icon-button phone-only" }),
      head.kind !== "group" && this.#moreButton(head),
      iconButton("close", "Закрыть чат", () => this.doings.onClose(), { class: "icon-button desk-only" }));
  }

  /** @param {ChatHead} head */
  #moreButton(head) {
    const button = iconButton("more", "Ещё", () => popover(button, [{
      label: head.blocked ? "Разблокировать бота" : "Заблокировать бота",
      note: head.blocked ? "" : `как ${head.title}`,
      icon: "close",
      kind: head.blocked ? "" : "danger",
      action: () => post(`chats/${this.key}/block`, { blocked: !head.blocked }),
    }], "Ещё"), { "aria-haspopup": "menu" });
    return h("div", { class: "anchor" }, button);
  }

  /** @param {MessageView} message @param {number} row @param {number} column */
  #press(message, row, column) {
    const nonce = `${Date.now().toString(36)}-${++presses}`;
    this.#mine.add(nonce);
    post(`chats/${this.key}/press`, { messageId: message.id, row, column, nonce });
  }

  #showPresses() {
    for (const button of this.messages.querySelectorAll(".inline-button.waiting")) button.classList.remove("waiting");
    for (const press of this.#chat.head.presses) {
      if (!press.answered) this.#buttonOf(press)?.classList.add("waiting");
      else if (this.#mine.delete(press.nonce)) this.#answered(press);
    }
  }

  /** What the bot says of itself, in the middle of a chat in which nobody has written yet. */
  #showDescription() {
    const { description } = this.#chat.head;
    const isShown = this.#blocks.length === 0 && description !== "";
    this.messages.querySelector(".description")?.remove();
    if (!isShown) return;
    this.messages.append(h("div", { class: "description" },
      h("h3", {}, "Что умеет этот бот?"),
      h("p", { class: "text" }, description)));
  }

  /** @param {PressView} press */
  #buttonOf(press) {
    const block = this.#blocks.find(known => known.ids.includes(press.messageId));
    return block?.node.querySelector(`.inline-button[data-row="${press.row}"][data-column="${press.column}"]`);
  }

  /** @param {PressView} press */
  #answered(press) {
    if (!press.text) return;
    if (press.alert) {
      alertBox("Бот", press.text);
      return;
    }
    const toast = h("div", { class: "toast" }, press.text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), toastShownFor);
  }

  /** @param {number} id */
  #showQuoted(id) {
    const node = this.#blocks.find(block => block.ids.includes(id))?.node;
    if (!node) return;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.add("shown");
    setTimeout(() => node.classList.remove("shown"), 1200);
  }

  /**
   * A redrawn bubble keeps the focus on the pressed control; if the control has gone, the list gets the focus.
   * @param {() => void} change
   */
  #keepFocus(change) {
    /** @param {Element} control */
    const name = control => {
      const message = control.closest(/** @type {"div"} */ (".message"));
      const kind = control.classList.length > 0 ? `.${control.classList[0]}` : control.tagName;
      return `${message?.dataset.id} ${kind} ${[...message?.querySelectorAll(kind) ?? []].indexOf(control)}`;
    };
    keepFocus(this.messages, change, { name, fallback: () => this.messages });
  }

  #moved() {
    const { isAtEnd } = this.#following;
    this.toEnd.hidden = isAtEnd;
    if (isAtEnd) this.doings.onSeen();
  }
}
