// One message, as it is drawn: author, time, text or blocks, replies, and what can be done with it.
import { api } from "./api.js";
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { h, icon, iconButton } from "./dom.js";
import { messageFiles } from "./files.js";
import { mrkdwn } from "./mrkdwn.js";
import { openMenu } from "./popup.js";
import { channel, emit, nameOf, person, sandboxNow, store, zone } from "./store.js";
import { briefTime, clockTime, fullTime } from "./times.js";
import { attempt, toast } from "./toasts.js";

const LONG = 2400; // characters after which a text is folded

/** The words of a message, without their formatting. */
export const plainText = (message) => {
  const piece = document.createElement("div");
  piece.append(mrkdwn((message.text ?? "").slice(0, 600)));
  return piece.textContent;
};

/** A message as a list item. `together`: under the name of the one before; `first`: at the top of the list. */
export function drawMessage(message, { together, first, inThread }) {
  const name = message.name ?? nameOf(message.user) ?? "Somebody";
  const at = +message.ts;
  const time = h(
    "time",
    { datetime: new Date(at * 1000).toISOString(), title: fullTime(at, zone()) },
    inThread ? briefTime(at, sandboxNow(), zone()).replace("today at ", "") : clockTime(at, zone()),
  );
  const source = { channel: message.channel, ts: message.ts };
  const context = {
    source,
    state: message.state?.values,
    press: (block_id, element, value) =>
      attempt(async () => {
        await api.press(store.place.as, { source, action_id: element.action_id, block_id, value });
        emit("refresh");
      }),
  };
  const kind = ["message", together && "follows", first && "first", message.ephemeral && "private"]
    .filter(Boolean)
    .join(" ");
  return h(
    "li",
    {
      class: kind,
      tabindex: "-1",
      "data-ts": message.ts,
      "data-testid": "message",
      "data-ephemeral": message.ephemeral ? "true" : null,
      "data-user": message.user,
      "aria-label": `${name}, ${fullTime(at, zone())}${message.ephemeral ? ", only visible to you" : ""}`,
    },
    h("div", { class: "gutter" }, together ? time : avatar(message.user, name)),
    h(
      "div",
      { class: "body" },
      message.ephemeral &&
        h("div", { class: "private-note", "data-testid": "only-you" }, icon("eye"), "Only visible to you"),
      !together &&
        h(
          "div",
          { class: "meta" },
          h("span", { class: "author", dir: "auto" }, name),
          (message.bot ?? !person(message.user)) && h("span", { class: "app-mark" }, "APP"),
          time,
        ),
      message.deleted ? h("div", { class: "gone" }, "This message was deleted.") : content(message, context),
      message.files && messageFiles(message.files),
      message.previews && previews(message.previews),
      message.edited && !message.deleted && h("span", { class: "edited", "data-testid": "edited" }, "(edited)"),
      !inThread && message.reply_count > 0 && h("div", {}, replies(message)),
    ),
    !message.deleted && tools(message, inThread),
  );
}

function content(message, context) {
  if (message.blocks?.length) return renderBlocks(message.blocks, context);
  if (message.files && !message.text) return null;
  const text = message.text ?? "";
  const node = h("div", { class: "text", dir: "auto" }, message.mrkdwn === false ? text : mrkdwn(text));
  if (text.length < LONG) return node;
  node.classList.add("long");
  const more = h(
    "button",
    {
      type: "button",
      class: "plain-link",
      "data-testid": "show-more",
      "aria-expanded": "false",
      onclick: () => {
        const open = node.classList.toggle("open");
        more.textContent = open ? "Show less" : `Show more (${text.length.toLocaleString("en-GB")} characters)`;
        more.setAttribute("aria-expanded", String(open));
      },
    },
    `Show more (${text.length.toLocaleString("en-GB")} characters)`,
  );
  return h("div", {}, node, more);
}

function previews(found) {
  return found.map((each) =>
    h(
      "blockquote",
      { class: "preview", "data-testid": "preview", cite: each.from_url },
      h("div", { class: "text", dir: "auto" }, mrkdwn(each.text)),
      h("div", { class: "meta" }, each.footer),
    ),
  );
}

function replies(message) {
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = message.latest_reply && `Last reply ${briefTime(+message.latest_reply, sandboxNow(), zone())}`;
  return h(
    "button",
    {
      type: "button",
      class: "replies",
      "data-testid": "open-replies",
      "data-focus": "replies",
      onclick: () => emit("open-thread", message.ts),
    },
    icon("thread"),
    h("b", {}, count),
    last,
  );
}

function tools(message, inThread) {
  const thread =
    !inThread &&
    !message.ephemeral &&
    iconButton("thread", "Reply in thread", () => emit("open-thread", message.ts), {
      class: "icon-button tool-thread",
      "data-testid": "reply-in-thread",
      "data-focus": "thread",
      tabindex: "-1",
    });
  const more = iconButton("more", "More actions", () => openMenu(more, choices(message, inThread), "Message actions"), {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    "data-testid": "message-menu",
    "data-focus": "more",
    tabindex: "-1",
  });
  return h("div", { class: "tools", role: "toolbar", "aria-label": "Message actions" }, thread, more);
}

function choices(message, inThread) {
  const copy = { label: "Copy text", run: () => copyText(plainText({ text: message.text })) };
  if (message.ephemeral) return [copy];
  const shortcuts = (store.info.shortcuts ?? []).filter((each) => each.type === "message");
  const run = (each) =>
    attempt(async () => {
      await api.shortcut(
        store.place.as,
        each.callback_id,
        message.channel ?? channel(store.place.channel).id,
        message.ts,
      );
      emit("refresh");
    });
  return [
    ...shortcuts.map((each) => ({
      label: each.name,
      about: each.description,
      run: () => run(each),
      props: { "data-callback-id": each.callback_id },
    })),
    ...(shortcuts.length ? [{ line: true }] : []),
    ...(inThread ? [] : [{ label: "Reply in thread", run: () => emit("open-thread", message.ts) }]),
    copy,
  ];
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    toast("The browser did not let this page copy. Select the text and copy it by hand.");
  }
}
