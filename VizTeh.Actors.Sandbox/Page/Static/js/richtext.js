// Telegram's entities as elements. Offsets count UTF-16 units, as JavaScript's strings do.

import { h } from "./dom.js";
import { leaveFocus } from "./focus.js";

/** @type {Record<string, string>} */
const elements = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** Entities that are controls or are shown verbatim: commands inside them are not clickable. */
const pressable = new Set(["bot_command", "text_link", "url", "email", "phone_number", "spoiler", "code", "pre"]);

const safe = /^(https?|mailto|tel|tg):/iu;

/** @typedef {((command: string) => void) | null} OnCommand Gets a command that was clicked; null where commands are plain words. */
/** @typedef {{ type: string, offset: number, length: number, argument?: string }} Entity */

/**
 * @param {string} text
 * @param {Entity[] | undefined} entities
 * @param {OnCommand} onCommand
 */
export function richText(text, entities, onCommand) {
  const sorted = [...(entities ?? [])].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return build(text, 0, text.length, sorted, onCommand);
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @param {Entity[]} entities
 * @param {OnCommand} onCommand
 * @returns {any[]}
 */
function build(text, from, to, entities, onCommand) {
  const nodes = [];
  let at = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    let next = index + 1;
    const inner = [];
    // An entity that begins inside another one ends with it at the latest.
    while (next < entities.length && entities[next].offset < end) inner.push(entities[next++]);
    if (start < end) {
      if (at < start) nodes.push(plain(text.slice(at, start), onCommand));
      // A control within a control would run both actions at one click.
      const within = pressable.has(entity.type) ? null : onCommand;
      nodes.push(wrap(entity, text.slice(start, end), build(text, start, end, inner, within), onCommand));
      at = end;
    }
    index = next;
  }
  if (at < to) nodes.push(plain(text.slice(at, to), onCommand));
  return nodes;
}

/**
 * Makes commands in a bot's text clickable, as in Telegram's apps.
 * @param {string} words
 * @param {OnCommand} onCommand
 */
function plain(words, onCommand) {
  if (!onCommand) return words;
  return words.split(/(?<=^|\s)(\/[a-z_]{2,32})(?=$|[\s.,;:!?])/u).map((part, index) =>
    index % 2 === 1 ? wrap({ type: "bot_command" }, part, part, onCommand) : part);
}

/**
 * @param {Pick<Entity, "type" | "argument">} entity
 * @param {string} words
 * @param {any} children
 * @param {OnCommand} onCommand
 */
function wrap(entity, words, children, onCommand) {
  switch (entity.type) {
    case "text_link": return link(entity.argument, children);
    case "url": return link(safe.test(words) ? words : `https://${words}`, children);
    case "email": return link(`mailto:${words}`, children);
    case "phone_number": return link(`tel:${words.replace(/[^+\d]/gu, "")}`, children);
    case "bot_command":
      if (!onCommand) return h("span", {}, children);
      return h("button", {
        type: "button", class: "command-link", onmousedown: leaveFocus,
        // The second click of a double click does not send the command again.
        onclick: event => event.detail < 2 && onCommand(words),
      }, children);
    case "mention":
    case "text_mention":
      return h("span", { class: "mention" }, children);
    case "spoiler":
      return h("span", { class: "spoiler", tabIndex: 0, onclick: event => event.currentTarget.classList.add("open") }, children);
    default:
      return elements[entity.type] ? h(elements[entity.type], {}, children) : h("span", {}, children);
  }
}

/** @param {string | undefined} address @param {any} children */
function link(address, children) {
  return address && safe.test(address)
    ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children)
    : h("span", {}, children);
}
