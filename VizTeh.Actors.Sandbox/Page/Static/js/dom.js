// Builds elements. Text is inserted as text nodes only, so typed text is never parsed as markup.

/**
 * @param {string} tag
 * @param {Properties} properties
 * @param {any[]} children Nodes, texts, and lists of them; null, undefined and false are skipped.
 * @returns {any} The element; its members are those of its tag.
 */
export function h(tag, properties = {}, ...children) {
  /** @type {HTMLElement & Record<string, any>} */
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

/** @param {Element} element @param {any[]} children */
export function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** @param {Element} element @param {any[]} children */
export function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
}

const svgNamespace = "http://www.w3.org/2000/svg";

/** @type {Record<string, string[]>} */
const shapes = {
  send: ["M4 12 20 4l-4 16-4.5-6.5z", "M11.5 13.5 20 4"],
  attach: ["M19 11.5l-7 7a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3 3 0 0 1 4.3 4.3l-7.5 7.5a1.4 1.4 0 0 1-2-2l6.6-6.6"],
  back: ["M15 5l-7 7 7 7"],
  close: ["M6 6l12 12M18 6L6 18"],
  more: ["M12 5v.01M12 12v.01M12 19v.01"],
  plus: ["M12 5v14M5 12h14"],
  menu: ["M4 7h16M4 12h16M4 17h10"],
  keyboard: ["M3.5 7h17v10.5h-17z", "M7 10.5h.01M10.3 10.5h.01M13.7 10.5h.01M17 10.5h.01M8 14h8"],
  edit: ["M5 19l1-4L16.5 4.5l3 3L9 18z", "M14 7l3 3"],
  reply: ["M10 6 4 11.5l6 5.5v-3.5c5 0 8 1.5 10 4.5-.5-6-4-9-10-9z"],
  down: ["M6 9.5l6 6 6-6"],
  panel: ["M4 5h16v14H4z", "M14 5v14"],
  chats: ["M4 5h16v11H10l-6 4z"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4"],
  moon: ["M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"],
  auto: ["M12 4a8 8 0 1 0 0 16z", "M12 4a8 8 0 0 1 0 16"],
  file: ["M7 3.5h7l4 4v13H7z", "M13.5 3.5V8H18"],
  image: ["M4 5h16v14H4z", "M4 16l4.5-4.5 4 4 2.5-2.5 5 5", "M15.5 9v.01"],
  sticker: ["M12 4a8 8 0 1 0 8 8c-5 0-8-3-8-8z", "M12 4l8 8"],
  voice: ["M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4z", "M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3"],
  place: ["M12 20.5s-6-5.5-6-10a6 6 0 0 1 12 0c0 4.5-6 10-6 10z", "M12 10.5v.01"],
  contact: ["M12 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z", "M5 19.5c.8-3.5 3.5-5 7-5s6.2 1.5 7 5"],
  bolt: ["M13 3 5 13.5h6L10 21l8.5-11h-6z"],
  database: ["M5 6.5c0-1.7 3-2.5 7-2.5s7 .8 7 2.5-3 2.5-7 2.5-7-.8-7-2.5z",
    "M5 6.5v11c0 1.7 3 2.5 7 2.5s7-.8 7-2.5v-11", "M5 12c0 1.7 3 2.5 7 2.5s7-.8 7-2.5"],
  robot: ["M5 9h14v10H5z", "M12 9V5.5M9 13.5v.01M15 13.5v.01M9.5 16.5h5"],
  people: ["M9 6a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "M3 19c.5-3.2 2.8-4.8 6-4.8s5.5 1.6 6 4.8", "M15.5 6.3a3 3 0 0 1 0 5.4M17.5 14.6c1.9.7 3.1 2.2 3.5 4.4"],
  cloud: ["M7.5 18.5a4 4 0 0 1-.5-8 5.5 5.5 0 0 1 10.5 1.3 3.4 3.4 0 0 1-.5 6.7z"],
  check: ["M4.5 12.5l4.5 4.5 10-10"],
  link: ["M8 16l8-8M9.5 8H16v6.5"],
  copy: ["M9 9h10v11H9z", "M15 9V4.5H5v11h4"],
};

/**
 * A line drawing of 24 × 24, in the colour of the text around it.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon", `icon-${name}`);
  for (const shape of shapes[name]) {
    const path = document.createElementNS(svgNamespace, "path");
    path.setAttribute("d", shape);
    svg.append(path);
  }
  return svg;
}

/**
 * @param {string} name Of the icon.
 * @param {string} label
 * @param {Properties["onclick"]} onclick
 * @param {Properties} more
 */
export function iconButton(name, label, onclick, more = {}) {
  return h("button", { type: "button", class: "icon-button", title: label, "aria-label": label, onclick, ...more }, icon(name));
}
