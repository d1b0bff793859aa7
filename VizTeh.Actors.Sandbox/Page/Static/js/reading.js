// How far this tab has read each chat.

import { store } from "./store.js";

const storageKey = "read";
/** @type {Record<string, number>} The last message read, by the chat's key. */
let read = {};

export function loadReading() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? "{}");
    read = kept.run === store.run ? kept.read : {};
  } catch {
    read = {};
  }
}

/** @param {string} key */
export function markRead(key) {
  const last = [...(store.chats.get(key)?.messages.keys() ?? [])].at(-1) ?? 0;
  if ((read[key] ?? 0) >= last) return false;
  read[key] = last;
  sessionStorage.setItem(storageKey, JSON.stringify({ run: store.run, read }));
  return true;
}

/** @param {string} key */
export function unread(key) {
  let number = 0;
  for (const message of store.chats.get(key)?.messages.values() ?? []) {
    if (!message.mine && message.id > (read[key] ?? 0)) number++;
  }
  return number;
}
