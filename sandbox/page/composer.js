// The message box: Enter sends, Shift+Enter makes a line, "/" suggests commands. Drafts are kept per conversation.
import { api } from "./api.js";
import { freshId, h, icon, spinner } from "./dom.js";
import { avatar } from "./avatar.js";
import { Attachment } from "./files.js";
import { hintsFor } from "./hints.js";
import { emit, store } from "./store.js";
import { toast } from "./toasts.js";

const drafts = new Map(); // "person/conversation" -> text

export class Composer {
  constructor({ inThread = false, testid, id }) {
    this.inThread = inThread;
    this.place = null; // {key, channel, thread}
    this.hint = null;
    const listId = freshId("hints");
    this.list = h("div", {
      id: listId,
      class: "hints",
      role: "listbox",
      "aria-label": "Suggestions",
      "data-testid": "command-hints",
      hidden: true,
    });
    this.input = h("textarea", {
      id,
      rows: "1",
      dir: "auto",
      "aria-autocomplete": "list",
      "aria-controls": listId,
      autocomplete: "off",
      "data-testid": testid,
      oninput: () => this.changed(),
      onkeydown: (event) => this.keys(event),
      onclick: () => this.suggest(),
      onblur: () => this.hide(),
    });
    this.attachment = new Attachment({
      testid: inThread ? "thread-attach" : "attach",
      changed: () => {
        this.grown();
        this.input.focus();
      },
    });
    this.button = h(
      "button",
      {
        type: "submit",
        class: "send",
        "aria-label": "Send",
        title: "Send (Enter)",
        "data-testid": inThread ? "thread-send" : "send",
      },
      icon("send"),
    );
    this.status = h("span", { role: "status" });
    this.node = h(
      "div",
      { class: "composer" },
      this.list,
      this.attachment.chip,
      h(
        "form",
        {
          onsubmit: (event) => {
            event.preventDefault();
            this.send();
          },
        },
        this.attachment.input,
        this.attachment.button,
        this.input,
        this.button,
      ),
      h(
        "div",
        { class: "composer-foot" },
        this.status,
        h("span", { class: "keys" }, h("kbd", {}, "Enter"), " sends · ", h("kbd", {}, "Shift+Enter"), " new line"),
      ),
    );
  }

  /** Belong to a conversation from now on. */
  move({ key, channel, thread, label, placeholder }) {
    this.input.setAttribute("aria-label", label);
    this.input.placeholder = placeholder;
    if (this.place?.key === key) return;
    this.place = { key, channel, thread };
    this.hide();
    this.input.value = drafts.get(key) ?? "";
    this.attachment.drop();
    this.grown();
  }

  /** Put words in, ready to be sent or changed. */
  fill(text) {
    this.input.value = text;
    this.input.focus();
    this.input.setSelectionRange(text.length, text.length);
    this.changed();
  }

  changed() {
    drafts.set(this.place.key, this.input.value);
    this.grown();
    this.suggest();
  }

  grown() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
    this.button.classList.toggle("ready", this.input.value.trim() !== "" || this.attachment.file !== null);
  }

  suggest() {
    this.hint = hintsFor(this.input.value, this.input.selectionStart, { inThread: this.inThread });
    if (!this.hint) {
      this.hide();
      return;
    }
    this.active = 0;
    this.list.replaceChildren(
      h("div", { class: "head", role: "presentation" }, this.hint.title),
      ...this.hint.items.map((item, index) => this.option(item, index)),
    );
    this.list.hidden = false;
    this.point(this.hint.kind === "usage" ? -1 : 0);
  }

  option(item, index) {
    return h(
      "div",
      {
        id: `${this.list.id}-${index}`,
        class: "hint",
        role: "option",
        "aria-selected": "false",
        "data-testid": "command-hint",
        onmousedown: (event) => {
          event.preventDefault();
          this.take(index);
        },
      },
      this.hint.kind === "commands" && avatarFor(item),
      h(
        "div",
        {},
        h("b", {}, item.label),
        item.usage && h("span", { class: "usage", dir: "auto" }, ` ${item.usage}`),
        item.about && h("p", { dir: "auto" }, item.about),
      ),
      item.by && h("span", { class: "by" }, item.by),
    );
  }

  point(index) {
    this.active = index;
    [...this.list.querySelectorAll(".hint")].forEach((node, each) => {
      node.setAttribute("aria-selected", String(each === index));
      if (each === index) node.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  take(index) {
    const item = this.hint?.items[index];
    if (!item?.insert) return;
    const cursor = this.input.selectionStart;
    this.input.setRangeText(item.insert, this.hint.from, cursor, "end");
    this.changed();
  }

  hide() {
    this.hint = null;
    this.list.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }

  keys(event) {
    if (event.isComposing) return;
    const items = this.hint && this.hint.kind !== "usage" ? this.hint.items : null;
    if (items && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.point((this.active + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
    } else if (event.key === "Escape" && this.hint) {
      event.preventDefault();
      event.stopPropagation();
      this.hide();
    } else if (items && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (items && this.completes(items[this.active])) this.take(this.active);
      else this.send();
    }
  }

  /** A whole command, typed out, is sent by Enter; half of one is completed. */
  completes(item) {
    return this.hint.kind === "names" || this.input.value.trim().toLowerCase() !== item.label;
  }

  async send() {
    const text = this.input.value;
    const { file } = this.attachment;
    if (!text.trim() && !file) return;
    const { key, channel, thread } = this.place;
    this.input.value = "";
    this.attachment.drop();
    this.changed();
    this.hide();
    const slow = setTimeout(() => {
      this.status.replaceChildren(
        spinner(),
        text.startsWith("/") && !file ? ` Waiting for ${store.info.bot.name}…` : " Sending…",
      );
    }, 400);
    try {
      if (file) await this.attachment.send(file, { channel, thread, text });
      else await api.type(store.place.as, channel, text, thread);
    } catch (error) {
      toast(error.message);
      drafts.set(key, text); // nothing typed is lost
      if (this.place.key === key && !this.input.value) this.fill(text);
      if (file && this.place.key === key) this.attachment.take(file);
    } finally {
      clearTimeout(slow);
      this.status.replaceChildren();
      emit("refresh");
    }
  }
}

const avatarFor = (item) => avatar(item.by === store.info.bot.name ? store.info.bot.user_id : "slack", item.by, true);
