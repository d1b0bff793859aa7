const clock = new Intl.DateTimeFormat("ru-RU", { hour: "2-digit", minute: "2-digit" });
const clockWithSeconds = new Intl.DateTimeFormat("ru-RU", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("ru-RU", { day: "numeric", month: "long" });
const dayAndClock = new Intl.DateTimeFormat("ru-RU", { day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" });
const plurals = new Intl.PluralRules("ru-RU");

/** @param {number} at In milliseconds, as everywhere here. */
export const time = at => clock.format(at);
/** @param {number} at */
export const timeWithSeconds = at => clockWithSeconds.format(at);
/** @param {number} at */
export const dateAndTime = at => dayAndClock.format(at);

const loggedTime = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?Z?/u;

/**
 * A line of the bot's log, with its leading UTC time converted to local time.
 * @param {string} text
 */
export function logLine(text) {
  const [whole, date, second, fraction = ""] = loggedTime.exec(text) ?? [];
  return whole ? clockWithSeconds.format(Date.parse(`${date}T${second}Z`)) + fraction + text.slice(whole.length) : text;
}

/** @param {number} at */
export function dayName(at) {
  const date = new Date(at);
  const today = new Date();
  const yesterday = new Date(today);
  yesterday.setDate(today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return "Сегодня";
  if (date.toDateString() === yesterday.toDateString()) return "Вчера";
  return day.format(date);
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 60 ? `${seconds} с` : `${Math.floor(seconds / 60)} мин ${seconds % 60} с`;
}

/**
 * "3 заявки": one, few and many are the forms for 1, 2 and 5.
 * @param {number} number
 * @param {string} one
 * @param {string} few
 * @param {string} many
 */
export function count(number, one, few, many) {
  /** @type {Partial<Record<Intl.LDMLPluralRule, string>>} Russian has no others. */
  const forms = { one, few, many, other: few };
  return `${number.toLocaleString("ru-RU")} ${forms[plurals.select(number)]}`;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} Б`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} КБ`;
  return `${(bytes / 1024 / 1024).toLocaleString("ru-RU", { maximumFractionDigits: 1 })} МБ`;
}

/** @param {string} name */
export const initials = name =>
  name.split(/\s+/u).slice(0, 2).map(word => [...word][0] ?? "").join("").toLocaleUpperCase("ru-RU") || "?";

const clientHues = [1, 0, 3, 5, 4, 7];

/**
 * One of the eight avatar colours, always the same for a chat key such as client7, manager, group.
 * @param {string} key
 */
export function hue(key) {
  const number = /^client(\d+)$/u.exec(key)?.[1];
  if (number) return clientHues[(Number(number) - 1) % clientHues.length];
  return key === "manager" ? 2 : 6;
}
