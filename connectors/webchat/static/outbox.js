// Sends messages one after another, so that they arrive in the order they were written.
// What fails is tried again with the same id: the server takes it once.

import { Refused } from "./api.js";
import { phrases } from "./phrases.js";
import { setFate } from "./view.js";

const PAUSES = [1500, 4000];
const SHOW_SENDING = 800;

let line = Promise.resolve();
const stranded = new Map();

/** Queues `send` for a bubble; `onSent` is called when the server has taken it. */
export function queue(node, send, onSent) {
  line = line.then(() => attempt(node, send, onSent));
  return line;
}

async function attempt(node, send, onSent) {
  stranded.delete(node);
  const showing = setTimeout(() => setFate(node, "sending"), SHOW_SENDING);
  try {
    await patiently(send);
    clearTimeout(showing);
    setFate(node, "");
    onSent();
  } catch (error) {
    clearTimeout(showing);
    const again = () => {
      setFate(node, "sending");
      queue(node, send, onSent);
    };
    if (error instanceof Refused) {
      setFate(node, "failed", error.message || phrases.failed, error.code.startsWith("too_many") ? again : null);
    } else {
      stranded.set(node, again);
      setFate(node, "failed", navigator.onLine ? phrases.unreachable : phrases.unsent_offline, again);
    }
  }
}

async function patiently(send) {
  for (const pause of PAUSES) {
    try {
      return await send();
    } catch (error) {
      if (error instanceof Refused || !navigator.onLine) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return send();
}

window.addEventListener("online", () => {
  for (const again of [...stranded.values()]) again();
});
