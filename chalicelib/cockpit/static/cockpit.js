// What HTML and htmx cannot do by themselves: keys, one open sheet at a time, and charts drawn from tables.
import { install, uninstall } from "./hotkey.js";

const withKeys = () => document.querySelectorAll("[data-hotkey]");

// What is folded takes no key away: the copy of the menu, and forms whose reasons have the same numbers.
function keys() {
  for (const element of withKeys()) {
    uninstall(element);
    if (element.checkVisibility?.() ?? element.offsetParent !== null) install(element);
  }
}

function ready(root) {
  keys();
  for (const table of root.querySelectorAll("table[data-chart]")) {
    import("./charts.js").then((charts) => charts.draw(table));
  }
  for (const tab of root.querySelectorAll(".tabs [aria-current]")) {
    const bar = tab.closest(".tabs"); // only the bar moves, never the page
    bar.scrollLeft = tab.offsetLeft - bar.offsetLeft - (bar.clientWidth - tab.offsetWidth) / 2;
  }
  for (const focus of root.querySelectorAll("[data-focus]")) focus.focus();
}

document.addEventListener("toggle", (event) => {
  if (!event.target.matches?.("details.unfold, details.who, details.menu-button")) return;
  keys();
  if (!event.target.open) return;
  for (const other of document.querySelectorAll("details.unfold[open], details.who[open], details.menu-button[open]")) {
    if (other !== event.target && !other.contains(event.target)) other.open = false;
  }
  event.target.querySelector("textarea, input:not([type=hidden]), select")?.focus();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.activeElement?.closest("details.unfold[open], details.who[open], details.menu-button[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "problem") keys(); // the form keeps the focus
  else ready(document);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "problem") event.detail.target.scrollIntoView({ block: "center" });
});
ready(document);
