// The bot's Home tab: its view, drawn over the conversation's messages.
import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { Form } from "./forms.js";
import { closeMenu } from "./popup.js";
import { backTo, spotIn } from "./spot.js";
import { channelTitle, emit, store } from "./store.js";
import { attempt } from "./toasts.js";
import { emptyHome } from "./welcome.js";

const TABS = [
  ["home", "Home"],
  ["messages", "Messages"],
];

let form = null; // what is typed on the tab; a view that is put up anew keeps it
let print = "";

/** The two tabs of the conversation with the bot, or nothing where the app has no Home tab. */
export function tabs(here) {
  if (!store.info.has_home || here?.kind !== "im") return null;
  const current = store.place.channel === "home" ? "home" : "messages";
  return h(
    "div",
    { class: "tabs", role: "tablist", "aria-label": channelTitle(here), onkeydown: keys },
    TABS.map(([name, label]) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          class: "tab",
          "aria-selected": String(name === current),
          tabindex: name === current ? "0" : "-1",
          "data-testid": `tab-${name}`,
          "data-focus": `tab-${name}`,
          onclick: () => emit("open-channel", name === "home" ? "home" : here.id),
        },
        label,
      ),
    ),
  );
}

function keys(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  event.currentTarget.querySelector("[aria-selected=false]").click();
}

/** The conversation with the bot, which the Home tab belongs to. */
export const conversation = () => store.info.channels.find((each) => each.kind === "im");

/** Draw the tab into `main` under `head()`. `fresh`: something else stood there before. */
export function drawHome(main, { fresh, head }) {
  const { home, bot } = store.info;
  const now = JSON.stringify([home, store.place.as]);
  document.title = `${bot.name} · ${store.info.team}`;
  if (!fresh && now === print) return;
  print = now;
  if (home && form?.viewId !== home.id) form = new Form(home.id);
  if (home) form.follow(home);
  const old = main.querySelector(".scroll");
  const before = !fresh && old ? spotIn(old, old) : null;
  closeMenu();
  const scroll = h(
    "div",
    { class: "scroll", role: "tabpanel", "aria-label": "Home", tabindex: "-1" },
    home?.blocks?.length
      ? h("div", { class: "home", "data-testid": "home" }, renderBlocks(home.blocks, context(home)))
      : emptyHome(),
  );
  if (fresh) main.replaceChildren(head(), scroll);
  else old.replaceWith(scroll);
  if (before?.block) backTo(scroll, scroll, before);
  else if (before) scroll.scrollTop = before.scroll;
}

function context(home) {
  const source = { view_id: home.id };
  const typed = form;
  return {
    source,
    form: typed,
    press: (block_id, element, value) =>
      attempt(async () => {
        const values = typed.values();
        await api.press(store.place.as, { source, action_id: element.action_id, block_id, value, values });
        emit("refresh");
      }),
  };
}
