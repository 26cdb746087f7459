// Speaks with the server: JSON in, JSON out, and a stream of events while an answer is computed.

import { say } from "./words.js";

const AGAIN = 1500;
const FINAL = new Set(["settled", "enough", "cancelled", "failed"]);

/** What the server refused, in its own sentences. `status` 0: nobody answered. */
export class ApiError extends Error {
  constructor(status, body) {
    const faults = body?.faults?.length ? body.faults : [say(status === 0 ? "page.nobody_answers" : "page.refused", { status })];
    super(faults.join(" "));
    Object.assign(this, { status, body, faults });
  }
}

/** Ask the server. Returns what it answers; throws ApiError for a refusal and where nobody answers. */
export async function api(method, path, body = undefined) {
  const asText = typeof body === "string";
  const headers = body === undefined ? {} : { "Content-Type": asText ? "text/plain" : "application/json" };
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body === undefined || asText ? body : JSON.stringify(body) });
  } catch {
    throw new ApiError(0, null);
  }
  const parsed = await read(answer);
  if (!answer.ok) throw new ApiError(answer.status, parsed);
  return parsed;
}

async function read(answer) {
  if (answer.status === 204) return null;
  try {
    return await answer.json();
  } catch {
    // Torn on its way, as when the page is left meanwhile: nobody knows what was answered, least of all that it is nothing.
    if (answer.ok) throw new ApiError(0, null);
    return null;
  }
}

/** Whether no more will come of an ask in this state. */
export function isFinal(state) {
  return FINAL.has(state);
}

/**
 * Listen to an ask until it is over. `heard(kind, data)`: kind "view", "progress", or "lost" while nobody answers.
 * A laptop that was shut listens again when it is opened. Returns a function that stops listening.
 */
export function listen(id, heard) {
  let source = null;
  let timer = null;
  let over = false;
  const stop = () => {
    over = true;
    clearTimeout(timer);
    source?.close();
  };
  const take = (kind) => (event) => {
    if (over) return;
    const data = JSON.parse(event.data);
    if (isFinal(data.state) && kind === "view") stop();
    heard(kind, data);
  };
  const open = () => {
    source = new EventSource(`/api/ask/${encodeURIComponent(id)}/events`);
    source.addEventListener("view", take("view"));
    source.addEventListener("progress", take("progress"));
    source.addEventListener("error", () => lost());
  };
  const lost = () => {
    if (over) return;
    heard("lost", null);
    if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
    clearTimeout(timer);
    timer = setTimeout(() => !over && fetchOnce(), AGAIN);
  };
  const fetchOnce = async () => {
    try {
      const view = await api("GET", `/api/ask/${encodeURIComponent(id)}`);
      if (over) return;
      heard("view", view);
      if (isFinal(view.state)) stop();
      else open();
    } catch (refused) {
      if (over) return;
      if (refused.status === 404) heard("gone", refused);
      else timer = setTimeout(() => !over && fetchOnce(), AGAIN);
    }
  };
  open();
  return stop;
}
