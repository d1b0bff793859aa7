// The messages of the sandbox to its page (Page/PageViews.cs and Page/Live, as camelCase JSON without absent members).

interface PagePatch {
  run: string;
  reset?: boolean;
  chats?: ChatPatch[];
  parts?: Partial<PageParts> & { order?: string[] };
  calls?: CallView[];
  log?: LogLine[];
}

interface LogLine {
  number: number;
  text: string;
  /** Of several nodes, the one that wrote it. */
  node?: number;
}

interface ChatPatch {
  key: string;
  head?: ChatHead;
  messages?: MessageView[];
  gone?: number[];
}

interface PageParts {
  /** Of one bot alone. */
  bot: BotView;
  /** Of several. */
  nodes: NodeView[];
  postgres: "running" | "stopping" | "stopped" | "starting" | "foreign";
  queue: { waiting: number; confirmed: number };
  database: {
    isReachable: boolean; inbox: number; outbox: number; open: number; closed: number; tickets: TicketView[];
    nodes?: { address: string; state: string }[];
  };
  faults: { kind: "tooManyRequests" | "serverError" | "cut"; until: string; hits: number }[];
  crowd: {
    isRunning: boolean; clients: number; questions: number; perClient: number; tickets: number; failed: number; startedAt?: string; endedAt?: string;
  };
}

interface BotView {
  state: "starting" | "running" | "frozen" | "stopping" | "stopped" | "killed" | "ended";
  processId?: number;
  since: string;
  word?: string;
}

interface NodeView {
  number: number;
  address: string;
  bot: BotView;
  cuts: ("database" | "others" | "telegram")[];
  /** Whether it takes the updates from Telegram. */
  polls: boolean;
}

interface TicketView {
  id: number;
  name?: string;
  org?: string;
  city?: string;
  direction?: string;
  description?: string;
  phone?: string;
  username?: string;
  status: string;
  createdAt?: string;
  closeAt?: string;
}

interface ChatHead {
  kind: "client" | "manager" | "group";
  title: string;
  about: string;
  /** What the bot says of itself; empty for none. */
  description: string;
  chatId: number;
  me: string;
  blocked: boolean;
  menu?: { rows: { label: string; asks?: "contact" | "location" }[][]; placeholder?: string };
  commands: { command: string; description: string }[];
  presses: PressView[];
}

interface PressView {
  nonce: string;
  messageId: number;
  row: number;
  column: number;
  answered: boolean;
  text?: string;
  alert?: boolean;
  url?: string;
}

interface MessageView {
  id: number;
  mine: boolean;
  fromBot: boolean;
  author: string;
  at: number;
  edited: boolean;
  kind: string;
  text: string;
  entities?: { type: string; offset: number; length: number; argument?: string }[];
  /** The Bot API's object; its members depend on the kind. */
  media?: any;
  buttons?: { label: string; calls: boolean; url?: string; copies?: string }[][];
  replyTo?: { id: number; author: string; text: string };
  updateId?: number;
  album?: string;
  reaction?: string;
}

interface CallView {
  number: number;
  method: string;
  chatId?: number;
  status: number;
  result: string;
  fault?: string;
  at: number;
  parameters: string;
  /** Of several nodes, the one that made it. */
  node?: number;
}

/** A chat in the page's store; its head comes with the chat's first patch. */
interface Chat {
  key: string;
  head: ChatHead;
  messages: Map<number, MessageView>;
}

type Handler<E extends Event> = (event: E & { currentTarget: HTMLElement }) => void;

/** What `h` gives to an element: its class, its data, its listeners, and any other property or attribute. */
interface Properties {
  [name: string]: any;
  onclick?: Handler<MouseEvent>;
  onmousedown?: Handler<MouseEvent>;
  onkeydown?: Handler<KeyboardEvent>;
  onpaste?: Handler<ClipboardEvent>;
  ondragover?: Handler<DragEvent>;
  ondrop?: Handler<DragEvent>;
  onsubmit?: Handler<SubmitEvent>;
}
