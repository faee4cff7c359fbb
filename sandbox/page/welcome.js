// What a newcomer reads where nothing has happened yet, and the short tour behind "What can I try?".
import { freshId, h, icon, iconButton } from "./dom.js";
import { showDialog } from "./dialog.js";
import { channelTitle, emit, store } from "./store.js";

const CLAIM =
  "/claim Russian Defence Ministry: More than 70 fighters were killed https://example.org/raid via WION citing Reuters";
const DISPUTE = "/dispute C-1 Kyiv: Ukraine has nothing to do with it https://example.org/kyiv";

const EXAMPLES = [
  { title: "File a claim in one line", text: CLAIM },
  { title: "Or let a form ask you", text: "/claim" },
  { title: "Say who says otherwise", text: DISPUTE },
];

function example({ title, text, about }, after) {
  return h(
    "button",
    {
      type: "button",
      class: "example",
      "data-testid": "example",
      onclick: () => {
        after?.();
        emit("fill", text);
      },
    },
    h("b", {}, title),
    h("code", { dir: "auto" }, text),
    about && h("span", {}, about),
  );
}

/** The head of an empty conversation. */
export function welcome(channel) {
  const im = channel.kind === "im";
  const title = im
    ? `Just you and ${store.info.bot.name}`
    : `This is the start of ${channel.kind === "private" ? "" : "#"}${channelTitle(channel)}`;
  const words = im
    ? "What you file here stays between the two of you."
    : channel.kind === "private"
      ? "A private channel keeps its claims to itself. Type /claim, or press an example to put it in the message box."
      : "Type /claim, or press an example to put it in the message box.";
  return h(
    "div",
    { class: "welcome", "data-testid": "welcome" },
    h(
      "span",
      { class: "mark", "aria-hidden": "true" },
      icon(im ? "quotes" : channel.kind === "private" ? "lock" : "hash"),
    ),
    h("h2", { dir: "auto" }, title),
    store.info.installed && [
      h("p", {}, words),
      h(
        "div",
        { class: "examples" },
        EXAMPLES.map((each) => example(each)),
      ),
    ],
  );
}

/** The Home tab before the bot has put it up. */
export function emptyHome() {
  return h(
    "div",
    { class: "welcome", "data-testid": "welcome" },
    h("span", { class: "mark", "aria-hidden": "true" }, icon("home")),
    h("h2", {}, `${store.info.bot.name} has put nothing here yet`),
    h("p", {}, "Its work is in the channels: file a claim there."),
    h("div", { class: "examples" }, example(EXAMPLES[0])),
  );
}

const STEPS = [
  { words: "File a claim. The answer is for you alone, the card for everybody.", example: EXAMPLES[0] },
  { words: "Act as the checker (top left) and press Take on the card." },
  {
    words: "Dispute it. The card now says it is contested, and its thread tells who says otherwise.",
    example: EXAMPLES[2],
  },
  { words: "Move the clock to tomorrow 09:00. The digest arrives, with both sides next to each other." },
  {
    words: "Act as the lead and change the digest's time.",
    example: { title: "Set up the desk", text: "/claim setup" },
  },
];

/** The tour, as a dialog. */
export function showTour() {
  const title = freshId("tour");
  const close = () => node.close();
  const steps = STEPS.map((step) =>
    h("li", {}, h("span", {}, step.words), step.example && example(step.example, close)),
  );
  const node = h(
    "dialog",
    { class: "modal", "aria-labelledby": title, "data-testid": "tour" },
    h("div", { class: "modal-head" }, h("h2", { id: title }, "What can I try?"), iconButton("close", "Close", close)),
    h("div", { class: "modal-body" }, h("ol", { class: "steps" }, steps)),
    h(
      "div",
      { class: "modal-foot" },
      h("span", { class: "by" }, "Nothing here leaves this computer."),
      h("button", { type: "button", class: "button large primary", onclick: close }, h("span", {}, "Got it")),
    ),
  );
  showDialog(node);
  node.querySelector(".modal-foot button").focus();
}
