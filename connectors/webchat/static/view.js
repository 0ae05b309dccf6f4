// Draws the conversation. Words of either side are set with textContent only, never read as HTML.

import { phrases } from "./phrases.js";

const NEAR = 120;
const part = (id) => document.getElementById(id);
const scroller = part("scroller");
const log = part("log");
const choices = part("choices");
const typing = part("typing");
const newer = part("newer");

let pinned = true;

scroller.addEventListener("scroll", () => {
  pinned = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  if (pinned) newer.hidden = true;
});
newer.addEventListener("click", () => toBottom());
new ResizeObserver(() => pinned && toBottom()).observe(scroller);

export function toBottom() {
  pinned = true;
  newer.hidden = true;
  scroller.scrollTop = scroller.scrollHeight;
}

function settle() {
  if (pinned) toBottom();
  else newer.hidden = false;
}

/** Adds a bubble. `who` is "me" or "service"; `picture` is an address of the page's own. */
export function addMessage({ who, kind = "", text = "", at, picture = "" }) {
  const node = part("message").content.firstElementChild.cloneNode(true);
  node.classList.add(who);
  if (kind === "operator") node.classList.add("operator");
  node.querySelector(".who").textContent = who === "me" ? phrases.from_me : phrases.from_service;
  const words = node.querySelector(".words");
  if (picture) {
    const image = new Image();
    image.alt = phrases.photo_alt;
    image.addEventListener("load", settle, { once: true });
    image.src = picture;
    words.append(image);
    node.classList.add("picture");
  } else {
    words.textContent = text;
  }
  const time = node.querySelector("time");
  time.dateTime = at.toISOString();
  time.textContent = stamp(at);
  log.append(node);
  if (who === "me") pinned = true;
  settle();
  return node;
}

/** What became of a message: "" (sent), "sending" or "failed" with the reason and a way to send it again. */
export function setFate(node, fate, reason = "", again = null) {
  node.classList.toggle("failed", fate === "failed");
  node.querySelector(".fate").textContent = fate === "sending" ? phrases.sending : reason;
  const button = node.querySelector(".again");
  button.hidden = !again;
  button.onclick = again;
  settle();
}

/** Shows answers that can be sent with one tap; none hides them. */
export function showChoices(words, onChoose) {
  choices.replaceChildren(...words.map((word) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word;
    button.addEventListener("click", (event) => onChoose(word, event.detail === 0));
    return button;
  }));
  choices.hidden = words.length === 0;
  settle();
}

export function showTyping(text) {
  typing.hidden = !text;
  typing.textContent = text;
  settle();
}

/** A line for one thing: "notice" above the conversation, "hint" above the input. */
export function showLine(id, text) {
  const line = part(id);
  if (line.textContent === text && line.hidden === !text) return;
  line.hidden = !text;
  line.textContent = text;
  if (pinned) toBottom();
}

export function setBusy(isBusy) {
  log.setAttribute("aria-busy", String(isBusy));
}

function stamp(at) {
  const clock = `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? clock : `${at.getMonth() + 1}月${at.getDate()}日 ${clock}`;
}
