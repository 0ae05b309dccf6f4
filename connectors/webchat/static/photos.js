// Choosing photos: a tray with previews; too large ones are made smaller here before they are refused.

import { phrases } from "./phrases.js";
import { showLine } from "./view.js";

const MOST = 9;
const LONGEST_SIDE = 3000;
const input = document.getElementById("photos");
const tray = document.getElementById("tray");
const mostBytes = Number(input.dataset.most);
const kinds = new Set(input.accept.split(","));

let chosen = [];

document.getElementById("photo").addEventListener("click", () => input.click());
input.addEventListener("change", async () => {
  const files = [...input.files];
  input.value = "";
  let hint = phrases.photo_ready;
  for (const file of files) {
    if (chosen.length >= MOST) {
      hint = phrases.photo_many;
      break;
    }
    const fitting = kinds.has(file.type) ? await fit(file) : null;
    if (fitting) chosen.push({ file: fitting, address: URL.createObjectURL(fitting) });
    else hint = kinds.has(file.type) ? phrases.photo_large : phrases.photo_kind;
  }
  draw();
  showLine("hint", hint);
});

/** The chosen photos, which leave the tray. */
export function takePhotos() {
  const taken = chosen;
  chosen = [];
  draw();
  return taken;
}

function draw() {
  tray.replaceChildren(...chosen.map((photo, index) => {
    const item = document.getElementById("tray-photo").content.firstElementChild.cloneNode(true);
    const image = item.querySelector("img");
    image.src = photo.address;
    image.alt = `${phrases.photo_chosen} ${index + 1}`;
    const remove = item.querySelector(".remove");
    remove.setAttribute("aria-label", `${phrases.photo_remove} ${index + 1}`);
    remove.addEventListener("click", () => {
      URL.revokeObjectURL(photo.address);
      chosen = chosen.filter((other) => other !== photo);
      draw();
      if (!chosen.length) showLine("hint", "");
      (tray.querySelector(".remove") || document.getElementById("photo")).focus();
    });
    return item;
  }));
  tray.hidden = chosen.length === 0;
}

async function fit(file) {
  if (file.size <= mostBytes) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const smaller = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
    return smaller && smaller.size <= mostBytes ? smaller : null;
  } catch {
    return null;
  }
}
