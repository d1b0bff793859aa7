// The open chats, side by side as many as fit; on a phone one chat fills the screen.

import { ChatColumn } from "./chat.js";
import { h, icon } from "./dom.js";
import { markRead } from "./reading.js";
import { on, store } from "./store.js";

const narrowest = 310;
const phone = matchMedia("(max-width: 819px)");

/** @param {EventTarget | null} target */
const keyAt = target => (target instanceof Element ? target.closest(/** @type {"section"} */ (".chat"))?.dataset.key : undefined);

export class Deck {
  /** @type {ChatColumn[]} */
  #columns = [];
  /** @type {string[]} */
  #used = [];

  /**
   * @param {HTMLElement} element
   * @param {{ onBack(key: string): void, onPanel(): void, onChange(): void, onClosed(key: string): void }} doings
   */
  constructor(element, doings) {
    this.element = element;
    this.doings = doings;
    this.hint = h("div", { class: "deck-hint" }, icon("chats"), h("p", {}, "Выберите чат слева"));
    element.append(this.hint);
    on("chats", () => this.#all());
    on("chat", (key, change) => {
      this.#column(key)?.update(change);
      this.#seen(key);
    });
    on("queue", () => this.#columns.forEach(column => column.updateTicks()));
    new ResizeObserver(() => this.#fit()).observe(element);
    document.addEventListener("visibilitychange", () => this.#columns.forEach(column => this.#seen(column.key)));
    element.addEventListener("focusin", event => this.#use(keyAt(event.target)));
  }

  get keys() {
    return this.#columns.map(column => column.key);
  }

  /**
   * Shows a chat, beside the others if there is room, else in place of the least recently used one.
   * @param {string} key
   */
  open(key, { focus = true } = {}) {
    if (!store.chats.has(key)) return;
    let column = this.#column(key);
    if (!column) {
      column = new ChatColumn(key, {
        onBack: () => this.doings.onBack(key),
        onPanel: () => this.doings.onPanel(),
        onClose: () => {
          this.close(key);
          this.doings.onClosed(key);
        },
        onSeen: () => this.#seen(key),
      });
      if (this.#columns.length >= this.#room()) {
        const oldest = this.#used.find(known => known !== key && this.#column(known));
        const place = this.#columns.findIndex(known => known.key === oldest);
        this.#columns[place].element.replaceWith(column.element);
        this.#columns[place] = column;
        this.#used = this.#used.filter(known => known !== oldest);
      } else {
        this.#columns.push(column);
        this.element.append(column.element);
      }
    }
    this.#use(key);
    column.draw();
    if (focus) column.focus();
    this.#changed();
  }

  /** @param {string | undefined} key */
  close(key) {
    this.#column(key)?.element.remove();
    this.#columns = this.#columns.filter(column => column.key !== key);
    this.#used = this.#used.filter(known => known !== key);
    this.#changed();
  }

  #all() {
    for (const column of [...this.#columns]) {
      if (store.chats.has(column.key)) column.draw();
      else this.close(column.key);
    }
    if (this.#columns.length === 0) {
      const clients = store.order.filter(key => store.chats.get(key)?.head.kind === "client");
      const wanted = [clients[0], "manager", "group", clients[1]].filter(key => store.chats.has(key));
      wanted.slice(0, this.#room()).forEach(key => this.open(key, { focus: false }));
    }
  }

  /** @param {string | undefined} key */
  #use(key) {
    if (!key) return;
    this.#used = [...this.#used.filter(known => known !== key), key];
    this.#seen(key);
    this.#mark();
  }

  #mark() {
    const active = this.#used.at(-1);
    for (const column of this.#columns) column.element.classList.toggle("active", column.key === active);
  }

  /** @param {string} key */
  #seen(key) {
    const column = this.#column(key);
    if (!column || document.hidden || column.element.offsetParent === null) return;
    if (phone.matches && this.#used.at(-1) !== key) return;
    if (markRead(key)) this.doings.onChange();
  }

  #fit() {
    while (this.#columns.length > this.#room()) this.close(this.#used.find(key => this.#column(key)));
    this.#columns.forEach(column => this.#seen(column.key));
  }

  #room() {
    return phone.matches ? 1 : Math.max(1, Math.floor(this.element.clientWidth / narrowest));
  }

  #changed() {
    this.hint.hidden = this.#columns.length > 0;
    this.#mark();
    this.doings.onChange();
  }

  /** @param {string | undefined} key */
  #column(key) {
    return this.#columns.find(column => column.key === key);
  }
}
