// Slack modals: the acting person's top view, as the server has it.
import { api } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { freshId, h, iconButton, spinner } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { showDialog } from "./dialog.js";
import { Form } from "./forms.js";
import { showError } from "./inputs.js";
import { closeMenu } from "./popup.js";
import { backTo, spotIn } from "./spot.js";
import { emit, on, store } from "./store.js";
import { attempt } from "./toasts.js";

const forms = new Map(); // view id -> Form; kept while the stack may come back to it
let shown = null; // {as, view, node, form, print}

export function startViews() {
  on("state", follow);
}

function follow() {
  const view = store.info.view;
  const print = view && JSON.stringify([view, store.info.stack]);
  if (!view) {
    const leaving = shown;
    shown = null;
    forms.clear();
    leaving?.node.close();
    return;
  }
  if (shown?.print === print && shown.as === store.place.as) return;
  if (shown && shown.as !== store.place.as) {
    const old = shown;
    shown = null;
    forms.clear();
    old.node.close();
  }
  draw(view, print);
}

function draw(view, print) {
  const form = forms.get(view.id) ?? new Form(view.id);
  const hadFields = form.entries().length > 0;
  forms.set(view.id, form);
  form.follow(view);
  const again = shown?.view.id === view.id;
  const node = shown?.node ?? dialog();
  const before = again && !turned(shown.view, view) ? spotIn(node, body(node)) : null;
  const titleId = freshId("view");
  closeMenu();
  node.setAttribute("aria-labelledby", titleId);
  node.dataset.viewId = view.id;
  node.classList.remove("busy");
  node.replaceChildren(inside(view, form, titleId));
  const fresh = !shown;
  shown = { as: store.place.as, view, node, form, print };
  if (fresh)
    showDialog(node, {
      onCancel: () => {
        close();
        return false;
      },
    });
  // A view that only said "one moment" has kept nobody's place: what comes after it opens as a new one does.
  if (!before || (!before.block && !hadFields)) focusFirst(node, form);
  else if (!backTo(node, body(node), before))
    (node.querySelector(`[data-testid="${before.testid}"]`) ?? body(node)).focus();
}

/** Whether a form shows another page than before: fields, and none of those it had. */
function turned(old, view) {
  const fields = (of) => of.blocks.filter((block) => block.type === "input").map((block) => block.block_id);
  const had = fields(old);
  return had.length > 0 && fields(view).length > 0 && !fields(view).some((name) => had.includes(name));
}

const body = (node) => node.querySelector(".modal-body");

const dialog = () => h("dialog", { class: "modal", "data-testid": "modal" });

function inside(view, form, titleId) {
  const source = { view_id: view.id };
  const context = {
    source,
    form,
    press: async (block_id, element, value) => {
      await attempt(() =>
        api.press(store.place.as, { source, action_id: element.action_id, block_id, value, values: form.values() }),
      );
      emit("refresh");
    },
  };
  const pushed = (store.info.stack ?? 1) > 1;
  const submit = view.submit ?? (form.entries().some(({ input }) => input) ? { text: "Submit" } : null);
  return h(
    "form",
    {
      novalidate: true,
      autocomplete: "off",
      onsubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    h(
      "div",
      { class: "modal-head" },
      pushed && iconButton("back", "Back", close, { class: "icon-button back", "data-testid": "modal-back" }),
      h("h2", { id: titleId, dir: "auto" }, withEmoji(view.title?.text ?? "")),
      iconButton("close", "Close", leave, { "data-testid": "modal-x" }),
    ),
    h("div", { class: "modal-trouble", role: "alert", hidden: true, "data-testid": "modal-trouble" }),
    h("div", { class: "modal-body", "data-testid": "modal-body", tabindex: "-1" }, renderBlocks(view.blocks, context)),
    h(
      "div",
      { class: "modal-foot" },
      h("span", { class: "by" }, store.info.bot.name),
      h(
        "button",
        { type: "button", class: "button large", onclick: close, "data-testid": "modal-close" },
        h("span", {}, view.close?.text ?? (submit ? "Cancel" : "Close")),
      ),
      submit &&
        h(
          "button",
          { type: "submit", class: "button large primary", "data-testid": "modal-submit" },
          h("span", {}, withEmoji(submit.text)),
        ),
    ),
  );
}

async function send() {
  const { node, form, view } = shown;
  if (node.classList.contains("busy")) return;
  trouble(node, null);
  if (errors(node, form.problems())) return;
  const button = node.querySelector("[data-testid=modal-submit]");
  button.disabled = true;
  button.prepend(spinner());
  node.classList.add("busy");
  let answer;
  try {
    answer = await api.submit(store.place.as, view.id, form.values());
  } catch (error) {
    answer = { ok: false, error: error.message };
  }
  node.classList.remove("busy");
  button.disabled = false;
  button.querySelector(".spinner")?.remove();
  if (answer.errors && errors(node, answer.errors)) return;
  if (answer.ok === false) trouble(node, answer.error ?? "That did not work. Please try again.");
  emit("refresh");
}

/** Put sentences beside their fields and go to the first. Gives back whether there were any. */
function errors(node, byBlock) {
  let first = null;
  const left = { ...byBlock };
  for (const field of node.querySelectorAll(".field")) {
    const sentence = byBlock[field.dataset.blockId];
    delete left[field.dataset.blockId];
    showError(field, sentence);
    if (sentence) first ??= field;
  }
  const others = Object.values(left);
  if (others.length) trouble(node, others.join(" "));
  first?.focusField();
  first?.scrollIntoView({ block: "nearest" });
  return Boolean(first) || others.length > 0;
}

function trouble(node, sentence) {
  const strip = node.querySelector(".modal-trouble");
  strip.hidden = !sentence;
  strip.textContent = sentence ?? "";
}

/** Cancel: what lies under the view comes back. */
const close = () => putAway(false);
/** The × in the corner: all views that lie on each other are left. */
const leave = () => putAway(true);

async function putAway(all) {
  if (!shown) return;
  const { view } = shown;
  forms.delete(view.id);
  await attempt(() => api.close(store.place.as, view.id, all));
  emit("refresh");
}

function focusFirst(node, form) {
  const wanted = form.firstPlace();
  const field = wanted && [...node.querySelectorAll("[data-block-id]")].find((each) => each.dataset.blockId === wanted);
  if (field?.focusField) field.focusField();
  else if (field) field.querySelector("input, textarea, button")?.focus();
  else (node.querySelector("[data-testid=modal-submit]") ?? node.querySelector("[data-testid=modal-close]")).focus();
}
