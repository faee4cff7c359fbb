// Left: the workspace, channels and the conversation with the bot. A drawer where the window is narrow.
import { h, icon, tabbable } from "./dom.js";
import { avatar } from "./avatar.js";
import { channelTitle, emit, on, store } from "./store.js";

const side = () => document.getElementById("sidebar");
const scrim = () => document.getElementById("scrim");
const opener = () => document.getElementById("drawer-button");
const narrow = matchMedia("(max-width: 760px)");

export function startSidebar() {
  on("state", draw);
  on("place", draw);
  scrim().addEventListener("click", () => closeDrawer(true));
  side().addEventListener("keydown", keys);
  narrow.addEventListener("change", () => closeDrawer(false));
}

let print = "";

function draw() {
  if (!store.info) return;
  const now = JSON.stringify([store.info.team, store.info.channels, store.place]);
  if (now === print) return;
  print = now;
  const focused = document.activeElement?.dataset.place;
  const { channels, team, bot } = store.info;
  const rooms = channels.filter((each) => each.kind !== "im");
  const talks = channels.filter((each) => each.kind === "im");
  side().replaceChildren(
    h("div", { class: "team" }, h("div", {}, h("strong", { dir: "auto" }, team), h("span", {}, "Sandbox workspace"))),
    h("h2", { class: "side-title", id: "side-channels" }, "Channels"),
    h(
      "ul",
      { "aria-labelledby": "side-channels" },
      rooms.map((each) =>
        h("li", {}, item(each, each.name, icon(each.kind === "private" ? "lock" : "hash"), `channel-${each.name}`)),
      ),
    ),
    h("h2", { class: "side-title", id: "side-direct" }, "Direct messages"),
    h(
      "ul",
      { "aria-labelledby": "side-direct" },
      talks.map((each) =>
        h("li", {}, item(each, channelTitle(each), avatar(bot.user_id, bot.name, true), "channel-dm")),
      ),
    ),
    h("p", { class: "side-note" }, "A Slack workspace on this computer only. Everything is gone when it stops."),
  );
  if (focused)
    side()
      .querySelector(`[data-place="${CSS.escape(focused)}"]`)
      ?.focus();
}

function item(each, name, picture, testid) {
  const here = store.place.channel === each.id || (store.place.channel === "home" && each.kind === "im");
  const unread = here ? 0 : each.unread;
  const kind = each.kind === "private" ? ", private channel" : each.kind === "public" ? ", channel" : "";
  return h(
    "button",
    {
      type: "button",
      class: unread ? "side-item unread" : "side-item",
      "aria-current": here ? "page" : null,
      "data-place": each.id,
      "data-testid": testid,
      "aria-label": `${name}${kind}${unread ? `, ${unread} unread` : ""}`,
      onclick: () => {
        closeDrawer(false);
        emit("open-channel", each.id);
      },
    },
    picture,
    h("span", { class: "name", dir: "auto" }, name),
    unread ? h("span", { class: "badge", "data-testid": "unread" }, unread > 99 ? "99+" : String(unread)) : null,
  );
}

function keys(event) {
  if (event.key === "Escape" && side().classList.contains("open")) {
    closeDrawer(true);
    return;
  }
  if (event.key === "Tab" && side().classList.contains("open")) {
    const stops = tabbable(side());
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (document.activeElement === edge) {
      event.preventDefault();
      (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
    }
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...side().querySelectorAll(".side-item")];
  const next = items[items.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

export function openDrawer() {
  side().classList.add("open");
  scrim().hidden = false;
  opener()?.setAttribute("aria-expanded", "true");
  side().querySelector("[aria-current], .side-item")?.focus();
}

function closeDrawer(refocus) {
  side().classList.remove("open");
  scrim().hidden = true;
  opener()?.setAttribute("aria-expanded", "false");
  if (refocus) opener()?.focus();
}
