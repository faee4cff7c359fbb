// Input blocks of a modal: label, field, hint, what is wrong with it, and how many letters are left.
import { textObject } from "./blocks.js";
import { freshId, h, icon } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { fieldFor, held, rawValue } from "./fields.js";

const COUNT_FROM = 0.8; // of the longest allowed; before that a counter only distracts

export function inputBlock(block, context) {
  const { form } = context;
  const element = block.element;
  const id = freshId("field");
  const hintId = block.hint ? `${id}-hint` : null;
  const optionalId = block.optional ? `${id}-optional` : null;
  const errorId = `${id}-error`;
  const group = element.type === "checkboxes" || element.type === "radio_buttons";
  const text = withEmoji(block.label?.text ?? "");
  const error = h("div", { class: "error", id: errorId, role: "alert", "data-testid": "field-error", hidden: true });
  const count = element.max_length ? h("div", { class: "count", "aria-hidden": "true", hidden: true }) : null;
  const tell = (model) => context.press(block.block_id, element, rawValue(model));
  const asks = (moment) =>
    block.dispatch_action &&
    (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(moment);
  const typed = /_input$/.test(element.type);
  const changed = (model) => {
    form?.set(block.block_id, element, model);
    showError(node, null);
    counted(model);
    if (typed ? asks("on_character_entered") : block.dispatch_action) tell(model);
  };
  const field = fieldFor(element, {
    value: held(context, block, element),
    onChange: changed,
    onEnter: typed && asks("on_enter_pressed") ? tell : null,
    id: group ? null : id,
    labelledBy: group ? `${id}-label` : null,
    describedBy: [optionalId, hintId, errorId].filter(Boolean).join(" "),
    required: !block.optional,
    clearable: Boolean(block.optional),
    label: text,
    context: { ...context, renderText: (object) => textObject(object, "span") },
    blockId: block.block_id,
  });
  const caption = h("span", { dir: "auto" }, text);
  const optional = block.optional && h("span", { class: "optional", id: optionalId }, " (optional)");
  const node = h(
    "div",
    { class: "field", "data-testid": "field", "data-block-id": block.block_id },
    h(
      "div",
      { class: "field-label" },
      group ? h("span", { id: `${id}-label` }, caption) : h("label", { for: id }, caption),
      optional,
    ),
    field ? field.node : h("div", { class: "block-unknown" }, `A field this sandbox cannot show: ${element.type}`),
    count,
    error,
    block.hint && h("div", { class: "hint-text", id: hintId, dir: "auto" }, withEmoji(block.hint.text)),
  );
  if (field) field.node.dataset.actionId = element.action_id ?? "";
  node.focusField = () => field?.control.focus();
  counted(held(context, block, element));
  return node;

  function counted(model) {
    if (!count) return;
    const left = element.max_length - [...(model ?? "")].length;
    count.hidden = left > element.max_length * (1 - COUNT_FROM);
    count.textContent = left < 0 ? `${-left} too many` : `${left} left`;
    count.classList.toggle("over", left < 0);
  }
}

/** Set or take away the sentence beside a field. */
export function showError(node, sentence) {
  const error = node.querySelector(":scope > .error");
  if (!error) return;
  error.hidden = !sentence;
  error.replaceChildren(...(sentence ? [icon("warning"), h("span", { dir: "auto" }, sentence)] : []));
  node.classList.toggle("invalid", Boolean(sentence));
  for (const control of node.querySelectorAll("input, textarea")) {
    if (sentence) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }
}
