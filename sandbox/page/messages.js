// A list of messages: drawn by key, so that what did not change keeps its focus, scroll place and open menus.
import { announce, h } from "./dom.js";
import { drawMessage, plainText } from "./message.js";
import { nameOf, sandboxNow, store, zone } from "./store.js";
import { dayKey, dayTitle } from "./times.js";

const TOGETHER = 300; // seconds within which one author's messages stand under one name
const NEAR = 80; // px from the end that count as reading the end

export class MessageList {
  /** `inThread`: no thread tools. `before`: a node that opens the list (the welcome of a channel). */
  constructor({ label, inThread = false, testid }) {
    this.inThread = inThread;
    this.list = h("ol", {
      class: "messages",
      "aria-label": label,
      "data-testid": testid,
      onkeydown: (event) => this.keys(event),
      onfocusin: (event) => this.mark(event.target.closest(".message")),
    });
    this.head = h("div", {});
    this.node = h("div", { class: "scroll", onscroll: () => this.scrolled() }, this.head, this.list);
    this.rows = new Map(); // ts -> {print, node}
    this.key = null;
    this.rest = -1; // where `toEnd` left the list; a reader who has not moved since wants what comes next
  }

  /** Draw the messages of the conversation `key`. A change of key starts at the end, silently. */
  show(key, messages, { opening = null } = {}) {
    const fresh = key !== this.key;
    const atEnd = fresh || this.atEnd();
    const known = fresh ? new Set() : new Set(this.rows.keys());
    this.key = key;
    if (fresh) this.rows.clear();
    this.head.replaceChildren(...(opening ? [opening] : []));
    const nodes = [];
    let earlier = null;
    for (const message of messages) {
      const newDay = !this.inThread && (!earlier || dayKey(+earlier.ts, zone()) !== dayKey(+message.ts, zone()));
      if (newDay) nodes.push(dayLine(message));
      if (this.inThread && earlier && earlier === messages[0]) nodes.push(countLine(messages.length - 1));
      nodes.push(this.row(message, !newDay && follows(earlier, message), !earlier));
      earlier = message;
    }
    for (const ts of [...this.rows.keys()]) if (!messages.some((message) => message.ts === ts)) this.rows.delete(ts);
    const focus = focusOf(this.list);
    settle(this.list, nodes);
    this.mark(this.list.querySelector(".message[tabindex='0']") ?? [...this.list.querySelectorAll(".message")].pop());
    refocus(this.list, focus);
    const news = fresh ? [] : messages.filter((message) => !known.has(message.ts));
    if (news.length) this.tell(news);
    const mine = news.some((message) => message.user === store.place.as || message.ephemeral);
    if (atEnd || mine) this.toEnd();
    else if (news.length) this.pill();
  }

  clear() {
    this.key = null;
    this.rows.clear();
    this.list.replaceChildren();
  }

  row(message, together, first) {
    const print = JSON.stringify([
      message,
      together,
      first,
      zone(),
      dayKey(sandboxNow(), zone()),
      (store.info.shortcuts ?? []).length,
    ]);
    const known = this.rows.get(message.ts);
    if (known?.print === print) return known.node;
    const node = drawMessage(message, { together, first, inThread: this.inThread });
    this.rows.set(message.ts, { print, node });
    return node;
  }

  tell(news) {
    const words = news
      .slice(-3)
      .map((message) => `${message.name ?? nameOf(message.user) ?? ""}: ${spoken(message)}`);
    announce(words.join(". "));
  }

  keys(event) {
    if (event.target.matches("input, textarea, select") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const here = event.target.closest(".message");
    const all = [...this.list.querySelectorAll(".message")];
    const next = all[all.indexOf(here) + (event.key === "ArrowUp" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** One message at a time is a stop of the Tab key, and its tools with it. */
  mark(message) {
    if (!message) return;
    for (const each of this.list.querySelectorAll(".message")) {
      const here = each === message;
      each.tabIndex = here ? 0 : -1;
      for (const tool of each.querySelectorAll(".tools button")) tool.tabIndex = here ? 0 : -1;
    }
  }

  /** Whether the reader is where the list was last put, or near its end. */
  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.node;
    return Math.abs(scrollTop - this.rest) < 2 || scrollHeight - scrollTop - clientHeight < NEAR;
  }

  /** Go to the newest message: to its end, or to its beginning where it is taller than the window. */
  toEnd() {
    const last = [...this.list.querySelectorAll(".message")].pop();
    const tall = last && last.offsetHeight > this.node.clientHeight;
    if (tall) this.node.scrollTop += last.getBoundingClientRect().top - this.node.getBoundingClientRect().top;
    else this.node.scrollTop = this.node.scrollHeight;
    this.rest = this.node.scrollTop;
    this.dropPill();
  }

  pill() {
    if (this.pillNode) return;
    this.pillNode = h(
      "button",
      { type: "button", class: "new-pill", "data-testid": "new-messages", onclick: () => this.toEnd() },
      "New messages ↓",
    );
    this.node.append(this.pillNode);
  }

  dropPill() {
    this.pillNode?.remove();
    this.pillNode = null;
  }

  scrolled() {
    if (this.pillNode && this.atEnd()) this.dropPill();
  }

  /** Scroll to a message and light it up. Gives back whether it is here. */
  find(ts) {
    const node = this.rows.get(ts)?.node;
    if (!node?.isConnected) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    node.focus({ preventScroll: true });
    return true;
  }
}

const spoken = (message) => [plainText(message), ...(message.files ?? []).map((file) => file.name)].join(" ");

function settle(list, nodes) {
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  while (list.children.length > nodes.length) list.lastChild.remove();
}

function focusOf(list) {
  const here = document.activeElement;
  if (!list.contains(here)) return null;
  return { node: here, ts: here.closest(".message")?.dataset.ts, key: here.dataset.focus };
}

function refocus(list, focus) {
  if (!focus || (focus.node.isConnected && document.activeElement === focus.node)) return;
  if (focus.node.isConnected) {
    focus.node.focus({ preventScroll: true });
    return;
  }
  const message = [...list.querySelectorAll(".message")].find((each) => each.dataset.ts === focus.ts);
  const same =
    message &&
    focus.key &&
    [...message.querySelectorAll("[data-focus]")].find((each) => each.dataset.focus === focus.key);
  (same ?? message ?? list.querySelector(".message[tabindex='0']"))?.focus({ preventScroll: true });
}

function follows(earlier, message) {
  return (
    Boolean(earlier) &&
    earlier.user === message.user &&
    !message.ephemeral === !earlier.ephemeral &&
    +message.ts - +earlier.ts < TOGETHER &&
    !earlier.reply_count &&
    !message.ephemeral
  );
}

const dayLine = (message) =>
  h(
    "li",
    { class: "day", role: "separator", "aria-label": dayTitle(+message.ts, sandboxNow(), zone()) },
    h("span", {}, dayTitle(+message.ts, sandboxNow(), zone())),
  );
const countLine = (count) =>
  h("li", { class: "replies-line", "data-testid": "reply-count" }, `${count} ${count === 1 ? "reply" : "replies"}`);
