// The middle (a channel, or the conversation with the bot and its Home tab) and the thread beside it.
import { api } from "./api.js";
import { Composer } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { conversation, drawHome, tabs } from "./home.js";
import { MessageList } from "./messages.js";
import { channel, channelTitle, emit, on, store, whereabouts } from "./store.js";
import { attempt } from "./toasts.js";
import { welcome } from "./welcome.js";

let list, composer, replies, threadComposer, threadList;
const main = () => document.getElementById("main");
const pane = () => document.getElementById("thread");
const narrow = matchMedia("(max-width: 760px)");
let layout = ""; // which frame stands in the middle

export function startPanes() {
  list = new MessageList({ label: "Messages", testid: "messages" });
  composer = new Composer({ testid: "composer", id: "composer-input" });
  threadList = new MessageList({ label: "Thread", inThread: true, testid: "thread-messages" });
  threadComposer = new Composer({ inThread: true, testid: "thread-composer" });
  replies = h("span", { class: "topic" });
  pane().append(
    h(
      "div",
      { class: "pane-head" },
      h("h2", {}, "Thread"),
      replies,
      iconButton("close", "Close thread", closeThread, { "data-testid": "close-thread" }),
    ),
    threadList.node,
    threadComposer.node,
  );
  pane().addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closeThread();
  });
  for (const name of ["state", "place", "messages", "day"]) on(name, drawMain);
  for (const name of ["state", "place", "replies", "day"]) on(name, drawThread);
  on("fill", (text) => {
    if (store.place.channel === "home") emit("open-first-channel");
    queueMicrotask(() => composer.fill(text));
  });
}

/** Put the cursor where one writes; on the Home tab, on the tab itself. */
export function focusComposer() {
  const home = store.place.channel === "home" && main().querySelector("[data-testid=tab-home]");
  (home || (store.place.thread ? threadComposer : composer).input).focus({ preventScroll: true });
}
export const findMessage = (ts) => list.find(ts);
export const findReply = (ts) => threadList.find(ts);

function closeThread() {
  emit("open-thread", null);
  composer.input.focus();
}

function drawMain() {
  if (!store.info) return;
  if (store.place.channel === "home") {
    drawHome(main(), { fresh: layout !== "home", head: () => head(conversation()) });
    layout = "home";
    return;
  }
  const here = channel(store.place.channel);
  if (!here) return;
  const key = whereabouts();
  const frame = JSON.stringify([key, here.name, here.topic, here.member, here.bot_member, here.archived]);
  if (frame !== layout) {
    layout = frame;
    const had = document.activeElement === composer.input;
    const top = list.node.scrollTop;
    main().replaceChildren(
      ...[head(here), banner(here), list.node, writable(here) ? composer.node : cannotWrite(here)].filter(Boolean),
    );
    list.node.scrollTop = top;
    if (had) composer.input.focus({ preventScroll: true });
  }
  const title = here.kind === "im" ? channelTitle(here) : `#${here.name}`;
  composer.move({
    key,
    channel: here.id,
    label: `Message ${title}`,
    placeholder: narrow.matches || store.place.thread ? `Message ${title}` : `Message ${title}, or type / for a command`,
  });
  document.title = `${title} · ${store.info.team}`;
  if (!store.messages) {
    list.clear();
    list.head.replaceChildren(h("div", { class: "loading" }, "Loading…"));
    return;
  }
  const quiet = store.messages.filter((message) => !message.ephemeral).length === 0 && store.messages.length < 3;
  list.show(key, store.messages, {
    opening: quiet ? opening(`${key} ${store.info.installed}`, here) : null,
  });
}

/** The head of an empty conversation, made once for as long as nothing about it changes. */
function opening(key, here) {
  if (list.opening?.key !== key) list.opening = { key, node: welcome(here) };
  return list.opening.node;
}

const writable = (here) => here.member !== false && !here.archived;

function cannotWrite(here) {
  const closed = here.archived || here.kind !== "public";
  const words = here.archived
    ? `#${here.name} is archived. You can read it, not write in it.`
    : `You are not in #${here.name}.`;
  const join = (event) => once(event.currentTarget, () => api.join(store.place.as, here.id));
  return h(
    "div",
    { class: "no-write", "data-testid": "no-write" },
    h("span", {}, words),
    !closed &&
      h(
        "button",
        { type: "button", class: "button primary", "data-testid": "join", onclick: join },
        h("span", {}, "Join it"),
      ),
  );
}

/** Do what a button asks once; it is usable again if that fails. */
async function once(button, work) {
  button.disabled = true;
  button.disabled = await attempt(work);
  emit("refresh");
}

function head(here) {
  const sign = here.kind === "im" ? null : icon(here.kind === "private" ? "lock" : "hash");
  return h(
    "div",
    { class: "pane-head" },
    h("h1", { dir: "auto", "data-testid": "channel-title" }, sign, channelTitle(here)),
    tabs(here),
    h("span", { class: "topic", dir: "auto" }, here.topic ?? ""),
  );
}

function banner(here) {
  if (here.kind === "im" || here.bot_member !== false || here.archived) return null;
  const { bot, installed } = store.info;
  if (!installed)
    return h(
      "div",
      { class: "banner", "data-testid": "bot-absent" },
      h("span", {}, `${bot.name} is not installed in this workspace.`),
      h("a", { href: "/apps", class: "button" }, h("span", {}, `Add ${bot.name}`)),
    );
  const invite = (event) => once(event.currentTarget, () => api.invite(store.place.as, here.id, bot.user_id));
  return h(
    "div",
    { class: "banner", "data-testid": "bot-absent" },
    h("span", {}, `${bot.name} is not in this channel. Commands work here, its cards cannot be posted.`),
    writable(here) &&
      h(
        "button",
        { type: "button", class: "button", "data-testid": "invite-bot", onclick: invite },
        h("span", {}, `Invite ${bot.name}`),
      ),
  );
}

function drawThread() {
  const { thread, channel: id } = store.place;
  const here = channel(id);
  pane().hidden = !thread || !here;
  if (pane().hidden) {
    threadList.clear();
    return;
  }
  replies.textContent = here.kind === "im" ? channelTitle(here) : `#${here.name}`;
  const key = `${whereabouts()}/${thread}`;
  threadComposer.node.hidden = !writable(here);
  threadComposer.move({ key, channel: id, thread, label: "Reply in thread", placeholder: "Reply…" });
  if (store.replies) threadList.show(key, store.replies);
  else threadList.clear();
}
