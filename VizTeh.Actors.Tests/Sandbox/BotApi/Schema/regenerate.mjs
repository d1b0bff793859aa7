// Writes bot-api-schema.json: the published schemas of the emulated Bot API server's methods. See README.md beside this file.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const methods = [
  "getMe", "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo",
  "sendMessage", "sendPhoto", "sendVideo", "sendDocument", "sendAudio", "sendVoice", "sendVideoNote", "sendAnimation",
  "sendLocation", "sendVenue", "sendMediaGroup", "sendChatAction",
  "editMessageText", "editMessageCaption", "editMessageReplyMarkup", "deleteMessage",
  "setMessageReaction", "answerCallbackQuery", "setMyCommands", "getMyCommands", "deleteMyCommands",
  "setMyDescription", "getMyDescription", "setMyShortDescription", "getMyShortDescription",
  "getChat", "getChatMember", "getFile",
];

const published = join("node_modules", "@gramio", "types");
const version = JSON.parse(readFileSync(join(published, "package.json"), "utf8")).version;
const declarations = readFileSync(join(published, "out", "methods.d.ts"), "utf8");
const botApi = /Based on (Bot API v[\d.]+)/.exec(declarations)[1];

const params = [];
const results = [];
for (const method of methods) {
  const parts = new RegExp(`^    ${method}: (CallAPI\\w*)<\\s*([^<>]*?)\\s*>$`, "m").exec(declarations);
  const types = parts[2].split(",").map(type => type.trim());
  results.push(`${method}: ${types.pop()};`);
  if (types.length > 0) params.push(`${method}: ${types[0]};`);
}

writeFileSync("entry.ts", `
import type * as Params from "@gramio/types/params";
import type * as Objects from "@gramio/types/objects";
export interface Spoken {
  params: { ${params.join(" ")} };
  results: { ${results.join(" ")} };
  error: Objects.TelegramAPIResponseError;
}
`);
writeFileSync("tsconfig.json", JSON.stringify({
  compilerOptions: { module: "ESNext", moduleResolution: "bundler", target: "ES2022", strict: true, skipLibCheck: true },
  files: ["entry.ts"],
}));
const generated = JSON.parse(execFileSync(
  "npx", ["ts-json-schema-generator", "--path", "entry.ts", "--tsconfig", "tsconfig.json", "--type", "Spoken", "--no-type-check"],
  { encoding: "utf8", maxBuffer: 1 << 28 }));

// An uploaded file is a part of a multipart body; what a caller sees in its place is the name of that part.
generated.definitions.TelegramInputFile = { type: "string" };

// Prose goes: this file is for a validator. So do the alternatives that exist only in TypeScript (an object with toJSON or
// toString in place of the value). `const` becomes a one-value `enum`, which every draft of JSON Schema knows.
function bare(schema) {
  if (Array.isArray(schema)) return schema.map(bare);
  if (schema === null || typeof schema !== "object") return schema;
  if (schema.anyOf) {
    const onTheWire = schema.anyOf.filter(one => !(one.properties && (one.properties.toJSON || one.properties.toString?.type)));
    if (onTheWire.length === 1) return bare(onTheWire[0]);
    schema = { ...schema, anyOf: onTheWire };
  }
  return Object.fromEntries(Object.entries(schema)
    .filter(([key, value]) => !(["description", "$comment"].includes(key) && typeof value === "string"))
    .map(([key, value]) => key === "const" ? ["enum", [value]] : [key, bare(value)]));
}

// Only what a spoken method can reach stays.
function reachable(root, definitions) {
  const kept = {};
  const walk = node => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (node === null || typeof node !== "object") return;
    for (const [key, value] of Object.entries(node)) {
      if (key !== "$ref") { walk(value); continue; }
      const name = decodeURIComponent(value.split("/").pop());
      if (name in kept) continue;
      kept[name] = definitions[name];
      walk(definitions[name]);
    }
  };
  walk(root);
  return Object.fromEntries(Object.entries(kept).sort(([a], [b]) => a < b ? -1 : 1));
}

const definitions = bare(generated.definitions);
const { Spoken, ...others } = definitions;
const target = join(dirname(fileURLToPath(import.meta.url)), "bot-api-schema.json");
const lines = Object.entries(reachable(Spoken, others)).map(([name, schema]) => `${JSON.stringify(name)}:${JSON.stringify(schema)}`);
writeFileSync(target, `{"source":"npm package @gramio/types ${version} (MIT), ${botApi}",
"spoken":${JSON.stringify(Spoken.properties)},
"definitions":{
${lines.join(",\n")}
}}
`);
