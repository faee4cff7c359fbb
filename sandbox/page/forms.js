// What has been typed into a modal, kept by view so that updates, pushes and going back lose nothing.
import { initialModel, isEmpty, modelFromState, rawValue } from "./fields.js";

export class Form {
  constructor(viewId) {
    this.viewId = viewId;
    this.typed = new Map(); // "block/action" -> {element type, model}
    this.state = {};
    this.blocks = [];
  }

  /** The view as the server now has it: what is gone from it is forgotten, what is still there keeps what was typed. */
  follow(view) {
    this.blocks = view.blocks ?? [];
    this.state = view.state?.values ?? {};
    const kept = new Set(this.entries().map(({ key }) => key));
    for (const key of this.typed.keys()) if (!kept.has(key)) this.typed.delete(key);
  }

  /** Every element that holds a value: `{key, block, element, input}`. */
  entries() {
    return this.blocks.flatMap((block) => {
      const elements =
        block.type === "input"
          ? [block.element]
          : block.type === "actions"
            ? block.elements
            : block.accessory
              ? [block.accessory]
              : [];
      return elements
        .filter((element) => element && isField(element))
        .map((element) => ({ key: key(block.block_id, element), block, element, input: block.type === "input" }));
    });
  }

  value(blockId, element) {
    const held = this.typed.get(key(blockId, element));
    if (held && held.type === element.type) return held.model;
    return modelFromState(this.state[blockId]?.[element.action_id]) ?? initialModel(element);
  }

  set(blockId, element, model) {
    this.typed.set(key(blockId, element), { type: element.type, model });
  }

  /** `{block_id: {action_id: raw value}}`, initial values included. */
  values() {
    const out = {};
    for (const { block, element } of this.entries())
      (out[block.block_id] ??= {})[element.action_id] = rawValue(this.value(block.block_id, element));
    return out;
  }

  /** What Slack itself would refuse before asking the bot: `{block_id: sentence}`. */
  problems() {
    const out = {};
    for (const { block, element, input } of this.entries()) {
      const model = this.value(block.block_id, element);
      const size = typeof model === "string" ? [...model].length : 0;
      if (input && !block.optional && isEmpty(model)) out[block.block_id] = "Please complete this required field.";
      else if (element.max_length && size > element.max_length)
        out[block.block_id] = `This is ${size - element.max_length} characters too long.`;
      else if (element.min_length && size && size < element.min_length)
        out[block.block_id] = `Please write at least ${element.min_length} characters.`;
    }
    return out;
  }

  /** Where the cursor should be when the view opens: the field that asks for it, else the first required one still empty. */
  firstPlace() {
    const inputs = this.entries().filter(({ input }) => input);
    const wanted =
      this.entries().find(({ element }) => element.focus_on_load) ??
      inputs.find(({ block, element }) => !block.optional && isEmpty(this.value(block.block_id, element))) ??
      inputs[0];
    return wanted?.block.block_id;
  }
}

const key = (blockId, element) => `${blockId}/${element.action_id}`;
const FIELDS = /_input$|select$|picker$|^checkboxes$|^radio_buttons$/;
const isField = (element) => FIELDS.test(element.type);
