// Stays connected: reads the history, then listens. After a break both are done again, and what is known is dropped
// by its id, so nothing is lost and nothing is shown twice.

import { readHistory } from "./api.js";
import { phrases } from "./phrases.js";
import { showLine } from "./view.js";

const LONGEST_PAUSE = 15000;
const SHOW_NOTICE = 1200;

let source = null;
let pause = 1000;
let timer = null;
let noticeTimer = null;
let wasConnected = false;
let isConnecting = false;
let handlers = null;

/** Begins. `onHistory(items)` gets the last messages, `onMessage(item)` each new one of ours. */
export function goLive(given) {
  handlers = given;
  connect();
  window.addEventListener("online", startAfresh);
  window.addEventListener("offline", trouble);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && hurry());
  window.addEventListener("pagehide", () => source && source.close());
  window.addEventListener("pageshow", (event) => event.persisted && lost());
}

/** Connects now if the line is down. */
export function hurry() {
  if (!source || source.readyState === EventSource.CLOSED) startAfresh();
}

/** Looks for what a line that only seems to be alive may have kept back. */
export async function catchUp() {
  try {
    handlers.onHistory((await readHistory()).items);
  } catch {
    // the line itself notices that the server is away
  }
}

function startAfresh() {
  if (source) source.close();
  source = null;
  pause = 1000;
  connect();
}

async function connect() {
  if (isConnecting) return;
  isConnecting = true;
  clearTimeout(timer);
  trouble();
  try {
    const { items, last } = await readHistory();
    handlers.onHistory(items);
    listen(last);
  } catch {
    lost();
  } finally {
    isConnecting = false;
  }
}

function listen(last) {
  if (source) source.close();
  source = new EventSource(`/chat/events?after=${last}`);
  source.onopen = () => {
    wasConnected = true;
    pause = 1000;
    clearTimeout(noticeTimer);
    noticeTimer = null;
    showLine("notice", "");
  };
  source.onmessage = (event) => handlers.onMessage(JSON.parse(event.data));
  source.onerror = lost;
}

function lost() {
  if (source) source.close();
  source = null;
  trouble();
  clearTimeout(timer);
  timer = setTimeout(connect, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

/** Says what is wrong, but not for a blink. */
function trouble() {
  if (!navigator.onLine) {
    showLine("notice", phrases.offline);
  } else if (!wasConnected) {
    showLine("notice", phrases.connecting);
  } else if (noticeTimer === null) {
    noticeTimer = setTimeout(() => showLine("notice", navigator.onLine ? phrases.reconnecting : phrases.offline), SHOW_NOTICE);
  }
}
