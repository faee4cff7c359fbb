// The small pieces both mrkdwn and rich_text are made of: links, mentions, dates.
import { h, icon } from "./dom.js";
import { channel, emit, me, nameOf, sandboxNow, zone } from "./store.js";
import { fullTime, slackDate } from "./times.js";
import { toast } from "./toasts.js";

const SAFE = /^(https?:|mailto:|tel:)/i;

/** A link; one that leads to a message of this workspace opens it here. Unsafe addresses come out as text. */
export function link(url, ...label) {
  const inside = label.length ? label : [url];
  if (!SAFE.test(url)) return h("span", {}, inside);
  const here = permalink(url);
  const node = h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, inside);
  if (here) {
    node.addEventListener("click", (event) => {
      event.preventDefault();
      if (channel(here.channel)) emit("open-message", here);
      else toast("That message is in a channel you are not in.");
    });
  }
  return node;
}

/** What a permalink of this workspace points at: `{channel, ts, thread}`, or null for any other address. */
function permalink(url) {
  const found = /^https:\/\/[^/]+\.slack\.com\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})(?:\?(.*))?$/.exec(url);
  if (!found) return null;
  const thread = new URLSearchParams(found[4] ?? "").get("thread_ts");
  return { channel: found[1], ts: `${found[2]}.${found[3]}`, thread };
}

export function userMention(id, fallback) {
  const name = nameOf(id) || fallback || id;
  return h(
    "span",
    { class: me()?.id === id ? "mention me" : "mention", "data-user": id, dir: "auto" },
    `@${name.replace(/^@/, "")}`,
  );
}

export function channelMention(id, fallback) {
  const known = channel(id);
  if (!known) return h("span", { class: "mention" }, fallback ? `#${fallback}` : fragmentLock("private channel"));
  const go = (event) => {
    event.preventDefault();
    emit("open-channel", id);
  };
  const name = known.kind === "private" ? fragmentLock(known.name) : `#${known.name}`;
  return h("a", { class: "mention", href: "#", "data-channel": id, onclick: go }, name);
}

const fragmentLock = (name) => [icon("lock"), ` ${name}`];

export const broadcast = (range) => h("span", { class: "mention all" }, `@${range}`);

/** A moment in the acting person's zone; the pointer shows it in full. */
export function moment(epoch, pattern, url) {
  const words = slackDate(epoch, pattern, sandboxNow(), zone());
  const node = h(
    "time",
    { class: "when", title: fullTime(epoch, zone()), datetime: new Date(epoch * 1000).toISOString() },
    words,
  );
  return url ? link(url, node) : node;
}
