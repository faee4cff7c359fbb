// Block elements outside input blocks: what is pressed or chosen is told to the bot at once.
import { h, icon, spinner } from "./dom.js";
import { confirmed } from "./confirm.js";
import { withEmoji } from "./emoji.js";
import { fieldFor, held, rawValue } from "./fields.js";
import { picture } from "./blocks.js";
import { openMenu } from "./popup.js";

const label = (text) => withEmoji(text?.text ?? "");

/** One element of a section or actions block. */
export function renderElement(element, block, context) {
  if (element.type === "button") return button(element, block, context);
  if (element.type === "overflow") return overflow(element, block, context);
  if (element.type === "image") return picture(element);
  let shown = held(context, block, element);
  const tell = async (model) => {
    if (element.confirm && !(await confirmed(element.confirm))) {
      node.replaceWith(renderElement(element, block, context));
      return;
    }
    shown = model;
    context.form?.set(block.block_id, element, model);
    await context.press(block.block_id, element, rawValue(model));
  };
  const field = fieldFor(element, {
    value: shown,
    onChange: tell,
    onEnter: tell,
    clearable: Boolean(context.form),
    context,
    blockId: block.block_id,
    label: label(element.placeholder) || label(block.text) || "Choose",
  });
  if (!field) return h("span", { class: "block-unknown" }, `An element this sandbox cannot show: ${element.type}`);
  const node = field.node;
  node.dataset.actionId = element.action_id ?? "";
  field.control.dataset.focus = `${block.block_id}/${element.action_id}`;
  return node;
}

function button(element, block, context) {
  const style = element.style === "primary" ? " primary" : element.style === "danger" ? " danger" : "";
  const text = h("span", { dir: "auto" }, label(element.text));
  const hooks = {
    class: `button${style}`,
    "data-testid": "block-button",
    "data-action-id": element.action_id ?? "",
    "data-focus": `${block.block_id}/${element.action_id}`,
    "aria-label": element.accessibility_label,
  };
  const press = async (event) => {
    if (node.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      return;
    }
    if (element.confirm) {
      event.preventDefault();
      if (!(await confirmed(element.confirm))) return;
      if (element.url) open(element.url, "_blank", "noopener,noreferrer");
    }
    const wait = setTimeout(() => node.prepend(spinner()), 250);
    node.setAttribute("aria-disabled", "true");
    await context.press(block.block_id, element, null);
    clearTimeout(wait);
    node.querySelector(".spinner")?.remove();
    node.removeAttribute("aria-disabled");
  };
  const linked = element.url && /^https?:/i.test(element.url);
  const node = linked
    ? h("a", { ...hooks, href: element.url, target: "_blank", rel: "noopener noreferrer", onclick: press }, text)
    : h("button", { ...hooks, type: "button", onclick: press }, text);
  return node;
}

function overflow(element, block, context) {
  const choose = async (option) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    await context.press(block.block_id, element, option.value);
  };
  const node = h(
    "button",
    {
      type: "button",
      class: "button",
      "aria-label": "More actions",
      title: "More actions",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "data-testid": "block-overflow",
      "data-action-id": element.action_id ?? "",
      "data-focus": `${block.block_id}/${element.action_id}`,
      onclick: () =>
        openMenu(
          node,
          (element.options ?? []).map((option) => ({
            label: label(option.text),
            about: option.description && label(option.description),
            url: option.url,
            run: () => choose(option),
            props: { "data-value": option.value },
          })),
          "More actions",
        ),
    },
    icon("more"),
  );
  return node;
}
