import { notice } from "./notices.js";

/**
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<any>} What was answered; null when it was refused.
 */
async function send(path, options) {
  let response;
  try {
    response = await fetch(`/api/${path}`, { method: "POST", ...options });
  } catch {
    notice("Песочница не отвечает: она остановлена или перезапускается.", "bad");
    return null;
  }
  if (response.ok) return response.status === 204 ? {} : response.json();
  let error = `Песочница ответила ${response.status}.`;
  try {
    error = (await response.json()).error ?? error;
  } catch {
    // The response has no explanation; only the status is shown.
  }
  notice(error, "bad");
  return null;
}

/**
 * Sends a request to the sandbox. A refusal is shown to the visitor, and the result is null.
 * @param {string} path
 * @param {object} body
 */
export const post = (path, body = {}) =>
  send(path, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** @param {string} path @param {FormData} form */
export const upload = (path, form) => send(path, { body: form });
