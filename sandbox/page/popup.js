// Things that open beside a button: where they are put, and menus with their keys.
import { freshId, h } from "./dom.js";

/** Put an open popup below its anchor, or above where there is no room. */
export function place(popup, anchor, { width = false, end = false } = {}) {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - 12;
  const above = box.top - 12;
  if (width) popup.style.width = `${Math.max(box.width, 220)}px`;
  popup.style.maxHeight = "none";
  const wanted = Math.min(popup.scrollHeight + 2, 340);
  const down = below >= wanted || below >= above;
  popup.style.maxHeight = `${Math.max(90, Math.min(340, down ? below : above))}px`;
  const left = end ? box.right - popup.offsetWidth : box.left;
  popup.style.left = `${Math.max(8, Math.min(left, innerWidth - popup.offsetWidth - 8))}px`;
  popup.style.top = down ? `${box.bottom + 4}px` : `${Math.max(8, box.top - 4 - popup.offsetHeight)}px`;
}

let open = null;

export function closeMenu() {
  open?.close(false);
}

/**
 * A menu at a button. Items: `{label, about?, url?, run}`, `{title}` or `{line: true}`.
 * Arrow keys, Home, End and first letters move; Escape and Tab close; focus goes back to the button.
 */
export function openMenu(trigger, items, label) {
  if (open?.trigger === trigger) {
    open.close(true);
    return;
  }
  closeMenu();
  const id = freshId("menu");
  const menu = h("div", {
    id,
    class: "popup menu",
    role: "menu",
    popover: "manual",
    "aria-label": label,
    "data-testid": "menu",
  });
  const close = (refocus) => {
    if (open?.menu !== menu) return;
    open = null;
    trigger.setAttribute("aria-expanded", "false");
    menu.remove();
    removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", shut);
    removeEventListener("scroll", moved, true);
    if (refocus && trigger.isConnected) trigger.focus();
  };
  const shut = () => close(false);
  const outside = (event) => {
    if (!menu.contains(event.target) && !trigger.contains(event.target)) close(false);
  };
  const moved = (event) => {
    if (event.target !== menu) close(false);
  };
  for (const item of items) menu.append(entry(item, close));
  menu.addEventListener("keydown", (event) => keys(event, menu, close));
  trigger.setAttribute("aria-expanded", "true");
  (trigger.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, trigger, { end: true });
  open = { menu, trigger, close };
  addEventListener("pointerdown", outside, true);
  addEventListener("resize", shut);
  menu.querySelector("[role=menuitem]")?.focus({ preventScroll: true });
  requestAnimationFrame(() => {
    if (open?.menu === menu) addEventListener("scroll", moved, true);
  });
}

function entry(item, close) {
  if (item.line) return h("hr", { role: "separator" });
  if (item.title) return h("div", { class: "menu-title", role: "presentation" }, item.title);
  const inside = [
    h("span", { dir: "auto" }, item.label),
    item.about && h("span", { class: "about", dir: "auto" }, item.about),
  ];
  const run = () => {
    close(true);
    item.run?.();
  };
  const shared = {
    class: "menu-item",
    role: "menuitem",
    tabindex: "-1",
    onclick: run,
    "data-testid": "menu-item",
    ...(item.props ?? {}),
  };
  if (item.url) return h("a", { ...shared, href: item.url, target: "_blank", rel: "noopener noreferrer" }, inside);
  return h("button", { ...shared, type: "button" }, inside);
}

function keys(event, menu, close) {
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const here = items.indexOf(document.activeElement);
  const go = (index) => {
    event.preventDefault();
    items[(index + items.length) % items.length]?.focus();
  };
  if (event.key === "ArrowDown") go(here + 1);
  else if (event.key === "ArrowUp") go(here - 1);
  else if (event.key === "Home") go(0);
  else if (event.key === "End") go(items.length - 1);
  else if (event.key === "Tab") {
    event.preventDefault();
    close(true);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    close(true);
  } else if (event.key.length === 1 && event.key !== " ") {
    const letter = event.key.toLowerCase();
    const ahead = [...items.slice(here + 1), ...items.slice(0, here + 1)];
    ahead.find((item) => item.textContent.toLowerCase().startsWith(letter))?.focus();
  }
}
