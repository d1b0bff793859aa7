// One bubble of a chat: its text, media and buttons.

import { h, icon } from "./dom.js";
import { pictureBox } from "./dialogs.js";
import { leaveFocus } from "./focus.js";
import * as format from "./format.js";
import { notice } from "./notices.js";
import { richText } from "./richtext.js";
import { isTaken } from "./store.js";

/** @param {string} id */
const fileAddress = id => `/api/files/${encodeURIComponent(id)}`;

/**
 * @param {MessageView[]} messages One message, or all of an album.
 * @param {{
 *   onCommand(text: string): void, onReply(message: MessageView): void, onEdit(message: MessageView): void,
 *   onQuote(id: number): void,
 *   onPress(message: MessageView, row: number, column: number): void,
 * }} chat
 */
export function bubble(messages, chat) {
  const [first] = messages;
  const last = messages[messages.length - 1];
  const quoted = first.replyTo;
  if (first.kind === "service") return h("div", { class: "service", data: { id: first.id } }, h("span", {}, serviceText(first)));

  const reaction = messages.find(message => message.reaction)?.reaction;
  const wasEdited = messages.some(message => message.edited);
  const body = h("div", { class: `bubble kind-${first.kind}${messages.some(message => message.text) ? "" : " bare"}` },
    h("div", { class: "author" }, first.author),
    quoted && h("button", { type: "button", class: "quote", onclick: () => chat.onQuote(quoted.id) },
      h("b", {}, quoted.author), h("span", {}, quoted.text)),
    first.kind === "photo" ? photos(messages) : null,
    // Every file of an album has its caption under it; the captions of pictures stand under the whole album.
    messages.map(message => [first.kind === "photo" ? null : medium(message), caption(message, chat)]),
    h("div", { class: "meta" },
      wasEdited && h("span", { class: "edited" }, "изменено"),
      h("time", { title: format.dateAndTime(last.at) }, format.time(last.at)),
      first.mine && ticks(last)),
    reaction && h("span", { class: "reaction", role: "img", "aria-label": `Реакция бота: ${reaction}` }, reaction));

  const kind = `message ${first.mine ? "mine" : "theirs"}${wasEdited ? " was-edited" : ""}`;
  return h("div", { class: kind, data: { id: first.id, author: first.author } },
    h("div", { class: "bubble-row" },
      body,
      h("button", {
        type: "button", class: "icon-button reply-button", title: "Ответить", "aria-label": "Ответить на сообщение",
        onclick: () => chat.onReply(first),
      }, icon("reply")),
      first.mine && first.kind === "text" && h("button", {
        type: "button", class: "icon-button edit-button", title: "Изменить", "aria-label": "Изменить сообщение",
        onclick: () => chat.onEdit(first),
      }, icon("edit"))),
    first.buttons && inlineKeyboard(first, chat));
}

/** @param {MessageView} message @param {{ onPress(message: MessageView, row: number, column: number): void }} chat */
function inlineKeyboard(message, chat) {
  return h("div", { class: "inline-keyboard" }, message.buttons?.map((row, rowAt) =>
    h("div", { class: "inline-row" }, row.map((button, columnAt) => {
      if (button.url) {
        return h("a", { class: "inline-button", href: button.url, target: "_blank", rel: "noopener noreferrer" },
          button.label, icon("link"));
      }
      const { copies } = button;
      return h("button", {
        type: "button", class: "inline-button", disabled: !button.calls && !copies, data: { row: rowAt, column: columnAt },
        onmousedown: leaveFocus, onclick: () => copies ? copy(copies) : chat.onPress(message, rowAt, columnAt),
      },
      h("span", { class: "inline-label" }, button.label),
      copies ? icon("copy") : h("span", { class: "spinner", "aria-hidden": "true" }));
    }))));
}

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    notice(`Скопировано: ${text}`);
  } catch {
    // A browser may forbid it; the text can still be copied by hand.
    notice(`Скопируйте сами: ${text}`);
  }
}

/** @param {MessageView} message */
function ticks(message) {
  const mark = h("span", { class: "ticks", role: "img", data: { update: message.updateId ?? "" } }, icon("check"), icon("check"));
  mark.message = message;
  showTicks(mark);
  return mark;
}

/**
 * One tick: the message waits at Telegram; two: the bot has stored it in its inbox.
 * @param {any} mark An element that `ticks` made.
 */
export function showTicks(mark) {
  const taken = isTaken(mark.message);
  mark.classList.toggle("taken", taken);
  mark.title = taken ? "Бот забрал сообщение" : "Лежит у Telegram: бот ещё не забрал";
  mark.setAttribute("aria-label", mark.title);
  return taken;
}

/** @param {MessageView} message @param {{ onCommand(text: string): void }} chat */
const caption = (message, chat) => message.text && h("div", { class: "text" },
  richText(message.text, message.entities, chat.onCommand),
  // Reserves the end of the last line for the time.
  h("span", { class: "meta-room", "aria-hidden": "true" }));

/** @param {MessageView[]} messages */
const photos = messages =>
  h("div", { class: `photos photos-${Math.min(messages.length, 4)}` }, messages.map(message => photo(message.media)));

/** @param {MessageView} message */
function medium(message) {
  const about = message.media ?? {};
  switch (message.kind) {
    case "document":
      return h("a", { class: "file", href: fileAddress(about.file_id), download: about.file_name ?? "file" },
        h("span", { class: "file-icon" }, icon("file")),
        h("span", {}, h("b", {}, about.file_name ?? "Файл"), h("small", {}, format.size(about.file_size ?? 0))));
    case "contact":
      return h("div", { class: "file" },
        h("span", { class: "file-icon" }, icon("contact")),
        h("span", {}, h("b", {}, [about.first_name, about.last_name].filter(Boolean).join(" ")), h("small", {}, about.phone_number)));
    case "location":
      return h("div", { class: "file" },
        h("span", { class: "file-icon" }, icon("place")),
        h("span", {}, h("b", {}, "Геопозиция"), h("small", {}, `${about.latitude}, ${about.longitude}`)));
    case "voice":
      return h("div", { class: "file" },
        h("span", { class: "file-icon" }, icon("voice")),
        h("span", {}, h("b", {}, "Голосовое сообщение"), h("small", {}, `0:${String(about.duration ?? 0).padStart(2, "0")}`)));
    case "video":
      return h("div", { class: "file" }, h("span", { class: "file-icon" }, icon("image")), h("span", {}, h("b", {}, "Видео")));
    case "sticker":
      return h("div", { class: "sticker-face", role: "img", "aria-label": "Стикер" }, about.emoji ?? "🙂");
    default:
      return null;
  }
}

/** @param {{ file_id: string, width: number, height: number }} size */
function photo(size) {
  const source = fileAddress(size.file_id);
  const image = h("img", { src: source, alt: "Фотография", width: size.width, height: size.height, loading: "lazy" });
  // The photo was sent by a program, not by this page: the file may be no picture.
  image.addEventListener("error", () => image.replaceWith(h("span", { class: "no-picture" }, icon("image"), "Фото")));
  return h("button", {
    type: "button", class: "photo", "aria-label": "Открыть фотографию", onclick: () => pictureBox(source, "Фотография"),
  }, image);
}

/** @param {MessageView} message */
const serviceText = message => message.text || "Служебное сообщение";

/**
 * The message in a few words, for the list of chats.
 * @param {MessageView} message
 */
export function inShort(message) {
  /** @type {Record<string, string>} */
  const names = {
    photo: "Фотография", document: "Файл", contact: "Контакт", location: "Геопозиция", voice: "Голосовое сообщение", video: "Видео",
    sticker: "Стикер", service: "Служебное сообщение",
  };
  return message.text || names[message.kind] || "";
}
