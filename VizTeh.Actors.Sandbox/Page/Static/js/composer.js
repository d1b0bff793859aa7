// The message composer: the input line, the reply keyboard, commands, attachments.

import { post, upload } from "./api.js";
import { confirmBox, filesBox, popover } from "./dialogs.js";
import { h, icon, iconButton, replace } from "./dom.js";
import { keepFocus, leaveFocus } from "./focus.js";
import { notice } from "./notices.js";

const tallest = 140;
const longestSide = 1280;
// On a device without a keyboard, focusing the line opens the on-screen keyboard.
const touch = matchMedia("(hover: none)");

export class Composer {
  #key;
  // Set by the first drawing, before any control can be pressed.
  #chat = /** @type {Chat} */ (/** @type {unknown} */ (null));
  /** @type {MessageView | null} */
  #replyTo = null;
  /** @type {MessageView | null} */
  #edited = null;
  #menuIsHidden = false;
  #lastMenu = "";
  #suggested = -1;
  #hasBegun = false;

  /** @param {string} key */
  constructor(key) {
    this.#key = key;
    this.line = h("textarea", {
      class: "line", rows: 1, placeholder: "Сообщение", "aria-label": "Сообщение", enterKeyHint: "send",
      oninput: () => this.#typed(), onkeydown: event => this.#pressed(event), onpaste: event => this.#pasted(event),
    });
    this.sendButton = iconButton("send", "Отправить сообщение", () => this.#send(), {
      class: "icon-button send", onmousedown: leaveFocus,
    });
    this.commandsButton = h("button", {
      type: "button", class: "commands-button", title: "Команды бота", "aria-haspopup": "menu", onclick: () => this.#showCommands(),
    }, icon("menu"), h("span", {}, "Меню"));
    this.menuButton = iconButton("keyboard", "Показать или скрыть кнопки", () => this.#toggleMenu());
    this.attachButton = iconButton("attach", "Прикрепить", () => this.#showAttachments(), { "aria-haspopup": "menu" });
    this.files = h("input", { type: "file", multiple: true, hidden: true, onchange: () => this.#chosen([...this.files.files]) });
    this.replyBar = h("div", { class: "reply-bar", hidden: true });
    this.suggestions = h("div", { class: "suggestions", role: "listbox", "aria-label": "Команды", hidden: true });
    this.menu = h("div", { class: "menu", role: "group", "aria-label": "Кнопки бота" });
    this.row = h("div", { class: "composer-row" },
      this.commandsButton, this.attachButton, this.files, this.line, this.menuButton, this.sendButton);
    this.start = h("button", { type: "button", class: "button primary wide", onclick: () => this.#begin() }, "Начать");
    this.unblock = h("button", {
      type: "button", class: "button wide", onclick: () => post(`chats/${key}/block`, { blocked: false }),
    }, "Разблокировать бота");
    this.element = h("div", { class: "composer" }, this.suggestions, this.replyBar, this.row, this.menu, this.start, this.unblock);
  }

  /** @param {Chat} chat */
  update(chat) {
    keepFocus(this.element, () => this.#draw(chat), {
      // Buttons of another menu in the same places count as different buttons.
      name: control => control.textContent || control.getAttribute("aria-label"),
      fallback: () => (touch.matches || this.row.hidden ? null : this.line),
    });
  }

  /** @param {Chat} chat */
  #draw(chat) {
    this.#chat = chat;
    const { head } = chat;
    const isEmpty = chat.messages.size === 0;
    this.#hasBegun &&= isEmpty;
    this.start.hidden = !isEmpty || head.blocked;
    this.unblock.hidden = !head.blocked;
    this.row.hidden = isEmpty || head.blocked;
    this.commandsButton.hidden = head.commands.length === 0;
    this.line.placeholder = head.menu?.placeholder || "Сообщение";

    const menu = JSON.stringify(head.menu?.rows ?? []);
    if (menu !== this.#lastMenu) {
      this.#lastMenu = menu;
      this.#menuIsHidden = false;
      replace(this.menu, (head.menu?.rows ?? []).map(row => h("div", { class: "menu-row" },
        row.map(button => h("button", {
          type: "button", class: "menu-button", onmousedown: leaveFocus, onclick: () => this.#pressMenu(button),
        },
          button.asks === "contact" && icon("contact"), button.asks === "location" && icon("place"), button.label)))));
    }
    this.#showMenu();
  }

  /** @param {string} text */
  say(text) {
    return post(`chats/${this.#key}/text`, { value: text, replyTo: this.#takeReply() });
  }

  /** The message appears a moment after the press; a second press sends no second message. */
  async #begin() {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    if (await this.say("/start") === null) this.#hasBegun = false;
  }

  /** @param {MessageView} message */
  reply(message) {
    this.#leaveEdit();
    this.#replyTo = message;
    this.#showBar("reply", message.author, message, "Не отвечать");
  }

  /** @param {MessageView} message A text of the person's own. */
  edit(message) {
    this.#takeReply();
    this.#edited = message;
    this.line.value = message.text;
    this.#typed();
    this.#showBar("edit", "Изменение", message, "Не изменять");
  }

  /** @param {string} name @param {string} title @param {MessageView} message @param {string} end */
  #showBar(name, title, message, end) {
    replace(this.replyBar,
      icon(name),
      h("div", { class: "reply-words" }, h("b", {}, title), h("span", {}, message.text || "Сообщение")),
      iconButton("close", end, () => {
        this.#leaveBar();
        this.line.focus();
      }));
    this.replyBar.hidden = false;
    this.line.focus();
  }

  #leaveBar() {
    this.#leaveEdit();
    this.#takeReply();
  }

  #leaveEdit() {
    if (!this.#edited) return;
    this.#edited = null;
    this.replyBar.hidden = true;
    this.line.value = "";
    this.#typed();
  }

  /** @param {File[]} files */
  dropped(files) {
    if (!this.row.hidden) this.#chosen(files);
  }

  focus() {
    if (!this.start.hidden) this.start.focus();
    else this.line.focus();
  }

  #takeReply() {
    const id = this.#replyTo?.id;
    this.#replyTo = null;
    if (!this.#edited) this.replyBar.hidden = true;
    return id;
  }

  async #send() {
    const text = this.line.value;
    if (!text.trim()) return;
    if (this.#edited) {
      const { id } = this.#edited;
      if (await post(`chats/${this.#key}/edit`, { messageId: id, value: text }) !== null) this.#leaveEdit();
      return;
    }
    this.line.value = "";
    this.#typed();
    if (await this.say(text) === null && !this.line.value) {
      this.line.value = text;
      this.#typed();
    }
  }

  /** @param {{ label: string, asks?: "contact" | "location" }} button */
  async #pressMenu(button) {
    if (button.asks === "contact" && !await confirmBox(
      "Поделиться номером?", "Бот увидит ваше имя и номер телефона.", "Поделиться")) return;
    await post(`chats/${this.#key}/menu`, { label: button.label });
  }

  #typed() {
    this.line.style.height = "auto";
    this.line.style.height = `${Math.min(this.line.scrollHeight, tallest)}px`;
    this.sendButton.classList.toggle("ready", this.line.value.trim() !== "");
    this.#suggest();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.isComposing) return;
    const choices = [...this.suggestions.children];
    if (!this.suggestions.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#mark((this.#suggested + (event.key === "ArrowDown" ? 1 : -1) + choices.length) % choices.length);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!this.suggestions.hidden && this.#suggested >= 0) choices[this.#suggested].click();
      else this.#send();
    } else if (event.key === "Escape") {
      if (!this.suggestions.hidden) this.suggestions.hidden = true;
      else this.#leaveBar();
    }
  }

  #suggest() {
    const text = this.line.value;
    const commands = /^\/\w*$/u.test(text)
      ? this.#chat.head.commands.filter(command => `/${command.command}`.startsWith(text) && `/${command.command}` !== text)
      : [];
    this.suggestions.hidden = commands.length === 0;
    replace(this.suggestions, commands.map(command => h("button", {
      type: "button", class: "suggestion", role: "option", tabIndex: -1, onclick: () => {
        this.line.value = `/${command.command}`;
        this.#send();
      },
    }, h("b", {}, `/${command.command}`), h("span", {}, command.description))));
    this.#mark(commands.length > 0 && text.length > 1 ? 0 : -1);
  }

  /** @param {number} index */
  #mark(index) {
    this.#suggested = index;
    [...this.suggestions.children].forEach((choice, at) => choice.setAttribute("aria-selected", String(at === index)));
  }

  #showCommands() {
    popover(this.commandsButton, this.#chat.head.commands.map(command => ({
      label: `/${command.command}`, note: command.description, action: () => this.say(`/${command.command}`),
    })), "Команды бота");
  }

  #showAttachments() {
    /** @param {string} kind */
    const thing = kind => () => post(`chats/${this.#key}/thing`, { kind });
    popover(this.attachButton, [
      { label: "Фото или файл", icon: "image", action: () => this.files.click() },
      { label: "Стикер", icon: "sticker", action: thing("sticker") },
      { label: "Голосовое", icon: "voice", action: thing("voice") },
      { label: "Видеосообщение", icon: "voice", action: thing("video-note") },
      { label: "Аудио", icon: "voice", action: thing("audio") },
      { label: "Геопозиция", icon: "place", action: thing("location") },
      { label: "Место с адресом", icon: "place", action: thing("venue") },
      { label: "Свой контакт", icon: "contact", action: thing("contact") },
      { label: "Чужой контакт", icon: "people", action: thing("stranger") },
    ], "Прикрепить");
  }

  #toggleMenu() {
    this.#menuIsHidden = !this.#menuIsHidden;
    this.#showMenu();
  }

  #showMenu() {
    const has = this.menu.childElementCount > 0 && !this.row.hidden;
    this.menuButton.hidden = !has;
    this.menuButton.setAttribute("aria-pressed", String(has && !this.#menuIsHidden));
    this.menu.hidden = !has || this.#menuIsHidden;
  }

  /** @param {ClipboardEvent} event */
  #pasted(event) {
    const files = [...event.clipboardData?.files ?? []];
    if (files.length === 0) return;
    event.preventDefault();
    this.#chosen(files);
  }

  /** @param {File[]} files */
  async #chosen(files) {
    this.files.value = "";
    if (files.length === 0) return;
    if (files.length > 10) {
      notice("За один раз отправляют до 10 файлов.", "bad");
      return;
    }
    const choice = await filesBox(files);
    if (choice === null) return;
    const form = new FormData();
    form.append("caption", choice.caption);
    const replyTo = this.#takeReply();
    if (replyTo) form.append("replyTo", String(replyTo));
    for (const file of files) {
      const picture = choice.asPhotos && file.type.startsWith("image/") ? await smaller(file) : null;
      if (picture === null) {
        form.append("document", file, file.name);
      } else {
        form.append("picture", picture.content, "photo.jpg");
        form.append("width", String(picture.width));
        form.append("height", String(picture.height));
      }
    }
    await upload(`chats/${this.#key}/files`, form);
  }
}

/**
 * Re-encodes a picture as messengers do: at most 1280 pixels, as a JPEG; null if the browser cannot read it.
 * @param {File} file
 * @returns {Promise<{ content: Blob, width: number, height: number } | null>}
 */
async function smaller(file) {
  try {
    const drawing = await createImageBitmap(file);
    const scale = Math.min(1, longestSide / Math.max(drawing.width, drawing.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(drawing.width * scale));
    canvas.height = Math.max(1, Math.round(drawing.height * scale));
    const context = canvas.getContext("2d");
    if (!context) return null;
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(drawing, 0, 0, canvas.width, canvas.height);
    drawing.close();
    const content = /** @type {Blob | null} */ (await new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", 0.87)));
    return content === null ? null : { content, width: canvas.width, height: canvas.height };
  } catch {
    return null;
  }
}
