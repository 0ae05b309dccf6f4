// The page: what the resident does becomes a message, what we say becomes a bubble.

import { newId, sendMessage, sendPhoto } from "./api.js";
import { catchUp, goLive, hurry } from "./live.js";
import { queue } from "./outbox.js";
import { takePhotos } from "./photos.js";
import { phrases } from "./phrases.js";
import { whereAmI } from "./place.js";
import { addMessage, setBusy, showChoices, showLine, showTyping, toBottom } from "./view.js";

const SLOW = 8000;
const GIVE_UP_TYPING = 45000;
const DRAFT = "jiesu.draft";

const words = document.getElementById("words");
const known = new Set();
const otherTabs = "BroadcastChannel" in window ? new BroadcastChannel("jiesu-chat") : null;
let typingTimers = [];
let heard = 0;

// ---- what comes in ----

function showItem(item) {
  const key = item.from === "me" ? item.id : item.seq;
  if (known.has(key)) return false;
  known.add(key);
  if (item.from === "service" && !item.text) return false;
  if (item.from === "me") {
    const stands = { image: phrases.photo, location: `${phrases.place}${item.text}` };
    addMessage({ who: "me", text: stands[item.form] || item.text, at: new Date(item.at) });
    showChoices([]);
  } else {
    heard += 1;
    addMessage({ who: "service", kind: item.kind, text: item.text, at: new Date(item.at) });
    if (item.quick_replies.length) showChoices(item.quick_replies, choose);
  }
  return true;
}

goLive({
  onHistory(items) {
    const isFirst = known.size === 0;
    const fresh = items.filter(showItem);
    if (fresh.some((item) => item.from === "service")) stopTyping();
    setBusy(false);
    if (isFirst) toBottom();
  },
  onMessage(item) {
    stopTyping();
    showItem(item);
  },
});
if (otherTabs) otherTabs.onmessage = (event) => showItem(event.data);

// ---- waiting ----

function startTyping() {
  stopTyping();
  showTyping(phrases.thinking);
  typingTimers = [
    setTimeout(() => {
      showTyping(phrases.slow);
      catchUp();
    }, SLOW),
    setTimeout(() => {
      stopTyping();
      catchUp();
    }, GIVE_UP_TYPING),
  ];
}

function stopTyping() {
  typingTimers.forEach(clearTimeout);
  typingTimers = [];
  showTyping("");
}

// ---- what goes out ----

function post({ form, text, picture = "", send }) {
  const id = newId();
  known.add(id);
  const at = new Date();
  const stands = { image: phrases.photo, location: phrases.place };
  const node = addMessage({ who: "me", text: stands[form] || text, at, picture });
  showChoices([]);
  showLine("hint", "");
  hurry();
  const heardBefore = heard;
  queue(node, () => send(id), () => {
    if (heard === heardBefore) startTyping(); // the answer may overtake the receipt
    if (otherTabs) otherTabs.postMessage({ from: "me", id, form, text, at: at.toISOString() });
  });
}

function sayText(text) {
  post({ form: "text", text, send: (id) => sendMessage({ id, text }) });
}

function choose(word, byKeyboard) {
  sayText(word);
  if (byKeyboard) words.focus();
}

document.getElementById("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});

function submit() {
  const text = words.value.trim();
  const photos = takePhotos();
  if (!text && !photos.length) {
    showLine("hint", phrases.empty);
    words.focus();
    return;
  }
  for (const { file, address } of photos) {
    post({ form: "image", text: "", picture: address, send: (id) => sendPhoto(id, file) });
  }
  if (text) sayText(text);
  words.value = "";
  fitWords();
  keepDraft();
}

document.getElementById("place").addEventListener("click", async () => {
  showLine("hint", phrases.place_asking);
  const point = await whereAmI();
  if (point) {
    post({ form: "location", text: "", send: (id) => sendMessage({ id, location: { ...point, label: "" } }) });
  } else {
    showLine("hint", phrases.place_refused);
    words.focus();
  }
});

// ---- the input ----

words.addEventListener("keydown", (event) => {
  const isComposing = event.isComposing || event.keyCode === 229;
  if (event.key !== "Enter" || event.shiftKey || isComposing) return;
  event.preventDefault();
  submit();
});
words.addEventListener("input", () => {
  fitWords();
  keepDraft();
});

function fitWords() {
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight + 3}px`;
}

function keepDraft() {
  try {
    sessionStorage.setItem(DRAFT, words.value);
  } catch {
    // private browsing without storage: the draft is simply not kept
  }
}

try {
  words.value = sessionStorage.getItem(DRAFT) || "";
} catch {
  // as above
}
fitWords();
if (window.matchMedia("(pointer: fine)").matches) words.focus();
