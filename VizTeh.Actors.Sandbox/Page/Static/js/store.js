// The sandbox's state and its subscribers. The first patch of a connection is the whole state; the others are changes.

const retryAfter = 1000;
const silenceLimit = 15000;
const mostCalls = 300;
const mostLines = 300;

/**
 * @type {{
 *   run: string | null, isConnected: boolean, chats: Map<string, Chat>, order: string[], parts: Partial<PageParts>,
 *   calls: CallView[], log: LogLine[],
 * }}
 */
export const store = {
  run: null,
  isConnected: false,
  chats: new Map(),
  order: [],
  parts: {},
  calls: [],
  log: [],
};

/** @type {Map<string, Set<(...details: any[]) => void>>} */
const listeners = new Map();

/**
 * Topics: connection, chats (all new), chat (key, change), order, calls, log, and the name of every part.
 * @param {string} topic
 * @param {(...details: any[]) => void} listener
 */
export function on(topic, listener) {
  const those = listeners.get(topic) ?? new Set();
  listeners.set(topic, those.add(listener));
  return () => those.delete(listener);
}

/** @param {string} topic @param {any[]} details */
function tell(topic, ...details) {
  for (const listener of listeners.get(topic) ?? []) listener(...details);
}

export function connect() {
  const events = new EventSource("/api/events");
  let heard = Date.now();
  let isOver = false;

  const watch = setInterval(() => {
    if (Date.now() - heard > silenceLimit) again();
  }, 2000);

  function again() {
    if (isOver) return;
    isOver = true;
    clearInterval(watch);
    events.close();
    setConnected(false);
    setTimeout(connect, retryAfter);
  }

  events.addEventListener("patch", event => {
    heard = Date.now();
    apply(JSON.parse(event.data));
    setConnected(true);
  });
  events.addEventListener("beat", () => {
    heard = Date.now();
  });
  events.addEventListener("error", again);
}

/** @param {boolean} isConnected */
function setConnected(isConnected) {
  if (store.isConnected === isConnected) return;
  store.isConnected = isConnected;
  tell("connection", isConnected);
}

/** @param {PagePatch} patch */
function apply(patch) {
  if (patch.reset) {
    // Another run of the sandbox may be another version, with other files.
    if (store.run !== null && store.run !== patch.run) {
      location.reload();
      return;
    }
    store.run = patch.run;
    store.chats.clear();
    store.calls = [];
    store.log = [];
  }

  for (const change of patch.chats ?? []) applyToChat(change);
  for (const [name, part] of Object.entries(patch.parts ?? {})) {
    if (name === "order") store.order = /** @type {string[]} */ (part);
    else Object.assign(store.parts, { [name]: part });
  }
  if (patch.calls) store.calls = [...store.calls, ...patch.calls].slice(-mostCalls);
  if (patch.log) store.log = [...store.log, ...patch.log].slice(-mostLines);

  if (patch.reset) tell("chats");
  else for (const change of patch.chats ?? []) tell("chat", change.key, change);
  for (const [name, part] of Object.entries(patch.parts ?? {})) tell(name, part);
  if (patch.calls || patch.reset) tell("calls", patch.calls ?? []);
  if (patch.log || patch.reset) tell("log", patch.log ?? []);
}

/** @param {ChatPatch} change */
function applyToChat(change) {
  const chat = store.chats.get(change.key) ?? { key: change.key, head: /** @type {ChatHead} */ (change.head), messages: new Map() };
  store.chats.set(change.key, chat);
  if (change.head) chat.head = change.head;
  for (const message of change.messages ?? []) chat.messages.set(message.id, message);
  for (const id of change.gone ?? []) chat.messages.delete(id);
}

/** @param {Chat} chat */
export const lastMessage = chat => [...chat.messages.values()].at(-1);

/**
 * Whether the bot has taken the message from Telegram.
 * @param {MessageView} message
 */
export const isTaken = message =>
  message.updateId !== undefined && message.updateId < (store.parts.queue?.confirmed ?? 0);
