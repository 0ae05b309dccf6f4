// All words of the page stand in its HTML; scripts look them up by name.

const found = {};
for (const node of document.getElementById("phrases").content.querySelectorAll("[data-name]")) {
  found[node.dataset.name] = node.textContent;
}

export const phrases = Object.freeze(found);
