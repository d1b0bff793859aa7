import { h, icon } from "./dom.js";

/** @param {HTMLDialogElement} dialog */
function show(dialog) {
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  // A click outside the box hits the dialog element itself.
  dialog.addEventListener("click", event => {
    if (event.target === dialog) dialog.close();
  });
  dialog.showModal();
  return dialog;
}

/**
 * Shows an answer with show_alert until it is closed.
 * @param {string} title
 * @param {string} text
 */
export function alertBox(title, text) {
  show(h("dialog", { class: "dialog", "aria-label": title },
    h("div", { class: "dialog-box" },
      h("h2", {}, title),
      h("p", {}, text),
      h("form", { method: "dialog", class: "dialog-buttons" }, h("button", { class: "button primary", autofocus: true }, "Понятно")))));
}

/**
 * @param {string} title
 * @param {string} text
 * @param {string} yes What the button says that agrees.
 * @returns {Promise<boolean>}
 */
export function confirmBox(title, text, yes) {
  return new Promise(resolve => {
    const dialog = show(h("dialog", { class: "dialog", "aria-label": title },
      h("div", { class: "dialog-box" },
        h("h2", {}, title),
        h("p", {}, text),
        h("div", { class: "dialog-buttons" },
          h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Нет"),
          h("button", { type: "button", class: "button primary", autofocus: true, onclick: () => dialog.close("yes") }, yes)))));
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"));
  });
}

/** @param {string} source @param {string} name */
export function pictureBox(source, name) {
  const dialog = show(h("dialog", { class: "dialog picture", "aria-label": name },
    h("img", { src: source, alt: name }),
    h("button", {
      type: "button", class: "icon-button picture-close", title: "Закрыть", "aria-label": "Закрыть", onclick: () => dialog.close(),
    }, icon("close"))));
}

/**
 * Asks how to send the chosen files: { caption, asPhotos } or null.
 * @param {File[]} files
 * @returns {Promise<{ caption: string, asPhotos: boolean } | null>}
 */
export function filesBox(files) {
  return new Promise(resolve => {
    /** @type {string[]} */
    const addresses = [];
    const canBePhotos = files.some(file => file.type.startsWith("image/"));
    const caption = h("input", { type: "text", class: "field", placeholder: "Подпись", maxLength: 1024, autofocus: true });
    const asPhotos = h("input", { type: "checkbox", checked: canBePhotos, disabled: !canBePhotos });
    const previews = files.map(file => {
      if (!file.type.startsWith("image/")) return h("div", { class: "preview-file" }, icon("file"), h("span", {}, file.name));
      const address = URL.createObjectURL(file);
      addresses.push(address);
      return h("img", { src: address, alt: file.name });
    });
    /** @param {Event} event */
    const submit = event => {
      event.preventDefault();
      dialog.close("send");
    };
    const dialog = show(h("dialog", { class: "dialog", "aria-label": "Отправка файлов" },
      h("form", { class: "dialog-box", onsubmit: submit },
        h("h2", {}, "Отправить"),
        h("div", { class: "previews" }, previews),
        caption,
        h("label", { class: "check" }, asPhotos, "картинки отправить как фото"),
        h("div", { class: "dialog-buttons" },
          h("button", { type: "button", class: "button", onclick: () => dialog.close() }, "Отмена"),
          h("button", { class: "button primary" }, "Отправить")))));
    dialog.addEventListener("close", () => {
      addresses.forEach(address => URL.revokeObjectURL(address));
      resolve(dialog.returnValue === "send" ? { caption: caption.value, asPhotos: asPhotos.checked } : null);
    });
  });
}

/** @type {{ anchor: HTMLElement, close(): void } | null} */
let openPopover = null;

/**
 * A small menu beside a button; it closes on a choice, on Escape and on a click elsewhere.
 * @param {HTMLElement} anchor
 * @param {{ label: string, note?: string, icon?: string, kind?: string, action(): void }[]} items
 * @param {string} label
 */
export function popover(anchor, items, label) {
  const wasOpen = openPopover?.anchor === anchor;
  openPopover?.close();
  if (wasOpen) return;
  const choices = items.map(item => h("button", {
    type: "button", class: `popover-item ${item.kind ?? ""}`, role: "menuitem",
    onclick: () => {
      close();
      anchor.focus();
      item.action();
    },
  },
  item.icon && icon(item.icon),
  h("span", { class: "popover-label" }, item.label),
  item.note && h("span", { class: "popover-note" }, item.note)));
  const box = h("div", { class: "popover", role: "menu", "aria-label": label }, choices);
  anchor.parentElement?.append(box);
  anchor.setAttribute("aria-expanded", "true");
  /** @param {Event} event */
  const outside = event => {
    const target = /** @type {Node} */ (event.target);
    if (!box.contains(target) && !anchor.contains(target)) close();
  };
  /** @param {KeyboardEvent} event */
  const keys = event => {
    const at = choices.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
      anchor.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choices.at((at + (event.key === "ArrowDown" ? 1 : -1)) % choices.length).focus();
    }
  };
  document.addEventListener("pointerdown", outside);
  box.addEventListener("keydown", keys);
  anchor.addEventListener("keydown", keys);
  openPopover = { anchor, close };
  choices[0]?.focus();

  function close() {
    box.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside);
    anchor.removeEventListener("keydown", keys);
    openPopover = null;
  }
}
