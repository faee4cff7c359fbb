// Every element a person fills in. A field's model is what Block Kit would report: an option (or a list), a text, a date.
import { api } from "./api.js";
import { combobox, itemsOf } from "./combobox.js";
import { freshId, h } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { channelTitle, nameOf, store, zone } from "./store.js";
import { epochToWall, wallToEpoch } from "./times.js";

const EVERY_KIND = ["public", "private", "im", "mpim"];
const optionFor = (id, text) => ({ text: { type: "plain_text", text }, value: id });
const userOption = (id) => optionFor(id, nameOf(id) ?? id);
const channelOption = (id) => {
  const found = store.info.channels.find((each) => each.id === id);
  return optionFor(id, found ? (found.kind === "im" ? channelTitle(found) : `#${found.name}`) : id);
};

/** What an element holds before anybody touched it. */
export function initialModel(element) {
  const many =
    element.initial_users?.map(userOption) ??
    (element.initial_channels ?? element.initial_conversations)?.map(channelOption);
  const one = element.initial_user
    ? userOption(element.initial_user)
    : element.initial_channel || element.initial_conversation
      ? channelOption(element.initial_channel ?? element.initial_conversation)
      : null;
  return (
    element.initial_value ??
    element.initial_options ??
    element.initial_option ??
    element.initial_date ??
    element.initial_time ??
    element.initial_date_time ??
    many ??
    one ??
    (element.type.startsWith("multi_") || element.type === "checkboxes" ? [] : null)
  );
}

/** What an element holds as the bot last knew it (`state.values`), or undefined. */
export function modelFromState(state) {
  if (!state) return undefined;
  const many =
    state.selected_users?.map(userOption) ??
    (state.selected_channels ?? state.selected_conversations)?.map(channelOption);
  if (many) return many;
  if (state.selected_user) return userOption(state.selected_user);
  if (state.selected_channel ?? state.selected_conversation)
    return channelOption(state.selected_channel ?? state.selected_conversation);
  return (
    state.value ??
    state.selected_options ??
    state.selected_option ??
    state.selected_date ??
    state.selected_time ??
    state.selected_date_time ??
    undefined
  );
}

/** What an element holds now: typed into a form, else as the server has it (`context.state`), else its first value. */
export function held(context, block, element) {
  if (context.form) return context.form.value(block.block_id, element);
  return modelFromState(context.state?.[block.block_id]?.[element.action_id]) ?? initialModel(element);
}

/** A model as the Page API wants it: options by their value. */
export function rawValue(model) {
  if (Array.isArray(model)) return model.map(rawValue);
  return model !== null && typeof model === "object" ? model.value : (model ?? null);
}

export const isEmpty = (model) =>
  model === null || model === undefined || model === "" || (Array.isArray(model) && model.length === 0);

/** The field for an element: `{node, control}`, or null where the type is unknown. `given`: value, onChange, label, id, context … */
export function fieldFor(element, given) {
  const kind = element.type.replace(/^multi_/, "");
  const maker = {
    plain_text_input: textField,
    email_text_input: textField,
    url_text_input: textField,
    number_input: textField,
    datepicker: nativeField,
    timepicker: nativeField,
    datetimepicker: nativeField,
    checkboxes: choiceField,
    radio_buttons: choiceField,
  }[kind];
  if (maker) return maker(element, given);
  return LISTS[kind] ? listField(element, given, LISTS[kind](element, given)) : null;
}

const LISTS = {
  static_select: (element) => ({ search: (typed) => itemsOf(element.options, element.option_groups, typed) }),
  external_select: (element, given) => ({
    slow: true,
    least: element.min_query_length ?? 3,
    search: async (typed) => {
      const found = await api.options(store.place.as, {
        source: given.context.source,
        action_id: element.action_id,
        block_id: given.blockId,
        typed,
      });
      return itemsOf(found.options, found.option_groups);
    },
  }),
  users_select: () => ({
    search: (typed) =>
      itemsOf(
        store.info.people.map((each) => userOption(each.id)),
        null,
        typed,
      ),
  }),
  channels_select: () => ({ search: (typed) => channelItems(["public"], typed) }),
  conversations_select: (element) => ({
    search: (typed) => channelItems(element.filter?.include ?? EVERY_KIND, typed),
  }),
};

const channelItems = (kinds, typed) =>
  itemsOf(
    store.info.channels
      .filter((each) => kinds.includes(each.kind) && !each.archived)
      .map((each) => channelOption(each.id)),
    null,
    typed,
  );

function listField(element, given, source) {
  return combobox({
    ...given,
    ...source,
    multi: element.type.startsWith("multi_"),
    most: element.max_selected_items ?? Infinity,
    placeholder: element.placeholder && withEmoji(element.placeholder.text),
    testid: element.type,
  });
}

function shared(element, given) {
  return {
    id: given.id,
    "aria-label": given.id ? null : given.label,
    "aria-describedby": given.describedBy,
    "aria-required": given.required ? "true" : null,
    "data-testid": element.type,
  };
}

function textField(element, given) {
  const props = {
    ...shared(element, given),
    class: "input",
    dir: "auto",
    placeholder: element.placeholder && withEmoji(element.placeholder.text),
    autocomplete: "off",
  };
  const kind = { email_text_input: "email", url_text_input: "url" }[element.type] ?? "text";
  const control = element.multiline
    ? h("textarea", { ...props, rows: "4" })
    : h("input", { ...props, type: kind, inputmode: element.type === "number_input" ? "decimal" : null });
  control.value = given.value ?? "";
  control.addEventListener("input", () => given.onChange(control.value || null));
  if (!element.multiline && given.onEnter) {
    control.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      given.onEnter(control.value || null);
    });
  }
  return { node: control, control };
}

function nativeField(element, given) {
  const local = element.type === "datetimepicker";
  const type = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local" }[element.type];
  const control = h("input", { ...shared(element, given), class: "input short", type });
  control.value = given.value ? (local ? epochToWall(Number(given.value), zone()) : given.value) : "";
  control.addEventListener("change", () => {
    if (control.value && type !== "time" && control.value < "1000") return; // a year still being typed
    given.onChange(control.value ? (local ? wallToEpoch(control.value, zone()) : control.value) : null);
  });
  return { node: control, control };
}

function choiceField(element, given) {
  const many = element.type === "checkboxes";
  const name = freshId("choice");
  const boxes = [];
  const changed = () => {
    const chosen = (element.options ?? []).filter((_, index) => boxes[index].checked);
    given.onChange(many ? chosen : (chosen[0] ?? null));
  };
  const isOn = (option) => (many ? (given.value ?? []) : [given.value]).some((each) => each?.value === option.value);
  const rows = (element.options ?? []).map((option) => {
    const box = h("input", {
      type: many ? "checkbox" : "radio",
      name,
      value: option.value,
      checked: isOn(option),
      onchange: changed,
    });
    boxes.push(box);
    return h(
      "label",
      { class: "choice" },
      box,
      h(
        "span",
        { dir: "auto" },
        optionText(option.text, given),
        option.description && h("div", { class: "about" }, optionText(option.description, given)),
      ),
    );
  });
  const node = h(
    "div",
    {
      class: "choices",
      role: many ? "group" : "radiogroup",
      "aria-label": given.labelledBy ? null : given.label,
      "aria-labelledby": given.labelledBy,
      "aria-describedby": given.describedBy,
      "data-testid": element.type,
    },
    rows,
  );
  return { node, control: boxes[0] ?? node };
}

const optionText = (text, given) => (given.context.renderText ? given.context.renderText(text) : withEmoji(text.text));
