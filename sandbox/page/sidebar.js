// Left: the workspace, channels and the conversation with the bot. A drawer where the window is narrow.
import { fragment, h, icon, tabbable } from "./dom.js";
import { avatar } from "./avatar.js";
import { openMenu } from "./popup.js";
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
  const now = JSON.stringify([store.info.team_id, store.info.channels, store.place]);
  if (now === print) return;
  print = now;
  const focused = document.activeElement?.dataset.place;
  const switching = document.activeElement?.id === "workspaces";
  const { channels, bot } = store.info;
  const rooms = channels.filter((each) => each.kind !== "im");
  const talks = channels.filter((each) => each.kind === "im");
  const parts = [
    h("div", { class: "team" }, teamName()),
    h("h2", { class: "side-title", id: "side-channels" }, "Channels"),
    h(
      "ul",
      { "aria-labelledby": "side-channels" },
      rooms.map((each) =>
        h("li", {}, item(each, each.name, icon(each.kind === "private" ? "lock" : "hash"), `channel-${each.name}`)),
      ),
    ),
    talks.length > 0 && h("h2", { class: "side-title", id: "side-direct" }, "Direct messages"),
    talks.length > 0 &&
      h(
        "ul",
        { "aria-labelledby": "side-direct" },
        talks.map((each) =>
          h("li", {}, item(each, channelTitle(each), avatar(bot.user_id, bot.name, true), "channel-dm")),
        ),
      ),
    h("p", { class: "side-note" }, "A Slack workspace on this computer only. Everything is gone when it stops."),
  ];
  side().replaceChildren(fragment(parts));
  if (switching) side().querySelector("#workspaces")?.focus();
  if (focused)
    side()
      .querySelector(`[data-place="${CSS.escape(focused)}"]`)
      ?.focus();
}

/** The workspace's name; where there are several, a button that leads to the others. */
function teamName() {
  const { teams, team, team_id: here } = store.info;
  const words = h("div", {}, h("strong", { dir: "auto" }, team), h("span", {}, "Sandbox workspace"));
  if (teams.length < 2) return words;
  const items = teams.map((each) => ({
    label: each.name,
    about: each.id === here ? "You are here" : null,
    run: () => {
      closeDrawer(false);
      emit("open-team", each.id);
    },
    props: { "data-team": each.id, "aria-current": each.id === here ? "true" : null },
  }));
  const apps = { label: "Apps", about: "Where they are installed", run: () => location.assign("/apps") };
  const button = h(
    "button",
    {
      id: "workspaces",
      type: "button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": `${team}, switch workspace`,
      "data-testid": "workspaces",
      onclick: () => openMenu(button, [...items, { line: true }, apps], "Workspaces"),
    },
    words,
    icon("down"),
  );
  return button;
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
