// Requests to the server. A refusal carries the server's own words; silence is a different error, as it may be retried.

const SECONDS = 30;
const PHOTO_SECONDS = 120;

export class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

export class Unreachable extends Error {}

/** Sends words or a place. The same id is one message, however often it is sent. */
export function sendMessage(message) {
  return request("/chat/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Jiesu-Chat": "1" },
    body: JSON.stringify(message),
  }, SECONDS);
}

/** Sends one photo; the file's own name stays here. */
export function sendPhoto(id, file) {
  const form = new FormData();
  form.append("id", id);
  form.append("photo", file, "photo");
  return request("/chat/photos", { method: "POST", headers: { "X-Jiesu-Chat": "1" }, body: form }, PHOTO_SECONDS);
}

export function readHistory() {
  return request("/chat/history", {}, SECONDS);
}

/** A random UUID; crypto.randomUUID is missing on plain http. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

async function request(path, options, seconds) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  try {
    const response = await fetch(path, { ...options, credentials: "same-origin", cache: "no-store", signal: stop.signal });
    const body = await response.json();
    if (response.ok) return body;
    if (response.status >= 500 || !body.error) throw new Unreachable();
    throw new Refused(body.error.code, body.error.message);
  } catch (error) {
    throw error instanceof Refused ? error : new Unreachable();
  } finally {
    clearTimeout(timer);
  }
}
