// Above: who acts, the sandbox's clock, the tour and the theme.
import { api } from "./api.js";
import { h, iconButton, icon, spinner } from "./dom.js";
import { avatar } from "./avatar.js";
import { openDrawer } from "./sidebar.js";
import { emit, fullName, on, sandboxNow, store, zone } from "./store.js";
import { attempt } from "./toasts.js";
import { flipTheme, isDark, onTheme } from "./theme.js";
import { clockTime, fullTime, shortDay, zoneName } from "./times.js";
import { showTour } from "./welcome.js";

const MOVES = [
  ["now", "Now", "Back to the real time"],
  ["hour", "+1 hour", "Move the clock an hour on"],
  ["morning", "Tomorrow 09:00", "Move the clock to tomorrow morning, 09:00 where you are"],
];

let people,
  face,
  buttons,
  theme,
  moving = false;

export function startTopbar() {
  people = h("div", {
    class: "acting-people",
    role: "radiogroup",
    "aria-label": "Acting as",
    "data-testid": "acting-as",
    onkeydown: keys,
  });
  face = h("div", { class: "clock-face", "data-testid": "clock", role: "timer", "aria-live": "off" });
  buttons = MOVES.map(([move, label, title]) =>
    h(
      "button",
      {
        type: "button",
        class: "bar-button",
        title,
        "data-testid": `clock-${move}`,
        onclick: (event) => shift(move, event.currentTarget),
      },
      label,
    ),
  );
  theme = iconButton("moon", "Dark theme", flipTheme, { class: "bar-button bare", "data-testid": "theme" });
  document
    .getElementById("topbar")
    .append(
      h(
        "button",
        {
          id: "drawer-button",
          type: "button",
          class: "bar-button bare",
          "aria-label": "Channels",
          "aria-expanded": "false",
          "aria-controls": "sidebar",
          "data-testid": "drawer",
          onclick: openDrawer,
        },
        icon("menu"),
      ),
      h("div", { class: "acting" }, h("span", { class: "label" }, "Acting as"), people),
      h("div", { class: "clock", role: "group", "aria-label": "The sandbox's clock" }, face, ...buttons),
      h(
        "div",
        { class: "bar-end" },
        iconButton("bulb", "What can I try?", showTour, { class: "bar-button bare", "data-testid": "tour-button" }),
        theme,
      ),
    );
  on("state", drawPeople);
  on("place", drawPeople);
  on("state", tick);
  onTheme(drawTheme);
  drawTheme();
  setInterval(tick, 1000);
}

function drawTheme() {
  const label = isDark() ? "Light theme" : "Dark theme";
  theme.replaceChildren(icon(isDark() ? "sun" : "moon"));
  theme.setAttribute("aria-label", label);
  theme.title = label;
}

let print = "";

function drawPeople() {
  if (!store.info) return;
  const now = JSON.stringify([store.info.people, store.place.as]);
  if (now === print) return;
  print = now;
  const focused = people.contains(document.activeElement);
  people.replaceChildren(
    ...store.info.people.map((each) => {
      const here = each.id === store.place.as;
      const role = each.role ?? (each.is_guest ? "guest" : "");
      return h(
        "button",
        {
          type: "button",
          class: "person",
          role: "radio",
          "aria-checked": String(here),
          tabindex: here ? "0" : "-1",
          "data-testid": `act-as-${each.role ?? each.id}`,
          "data-user": each.id,
          title: `${fullName(each)}, ${role} · ${zoneName(each.tz)}`,
          "aria-label": `${fullName(each)}, ${role}`,
          onclick: () => emit("act-as", each.id),
        },
        avatar(each.id, fullName(each)),
        h("span", { class: "who" }, ...firstName(each), role && h("span", { class: "role" }, ` · ${role}`)),
      );
    }),
  );
  if (focused) people.querySelector("[aria-checked=true]")?.focus();
}

function keys(event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = store.info.people;
  const next = all[(all.findIndex((each) => each.id === store.place.as) + step + all.length) % all.length];
  emit("act-as", next.id);
}

/** The first name always, the rest where there is room. */
function firstName(each) {
  const [first, ...rest] = fullName(each).split(" ");
  return [first, h("span", { class: "rest" }, rest.length ? ` ${rest.join(" ")}` : "")];
}

let faceText = "";

function tick() {
  if (!store.info || moving) return;
  const now = sandboxNow();
  const words = [clockTime(now, zone()), shortDay(now, zone()), zoneName(zone())];
  if (words.join() === faceText) return;
  const oldDay = faceText.split(",")[1];
  faceText = words.join();
  face.replaceChildren(
    icon("clock"),
    h("strong", {}, words[0]),
    h("span", {}, words[1]),
    h("span", { class: "zone" }, words[2]),
  );
  face.title = `${fullTime(now, zone())} in ${zoneName(zone())}`;
  face.setAttribute("aria-label", `The sandbox's time: ${face.title}`);
  face.dataset.now = String(Math.floor(now));
  if (oldDay && oldDay !== words[1]) emit("day");
}

async function shift(move, button) {
  if (moving) return;
  moving = true;
  for (const each of buttons) each.disabled = true;
  face.replaceChildren(spinner(), h("span", {}, "Moving the clock…"));
  face.setAttribute("aria-busy", "true");
  await attempt(() => api.clock(store.place.as, move));
  moving = false;
  faceText = "";
  face.removeAttribute("aria-busy");
  for (const each of buttons) each.disabled = false;
  button.focus();
  emit("refresh");
}
