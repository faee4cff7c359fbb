// Block Kit blocks as nodes. Interactive elements are made in elements.js, inputs in fields.js.
import { api } from "./api.js";
import { h } from "./dom.js";
import { renderElement } from "./elements.js";
import { withEmoji } from "./emoji.js";
import { inputBlock } from "./inputs.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { store } from "./store.js";

/** A text object; `tag` for where a block element would be wrong. */
export function textObject(object, tag = "div") {
  if (!object) return null;
  const node = h(tag, { class: "text", dir: "auto" });
  if (object.type === "mrkdwn") node.append(mrkdwn(object.text ?? "", { verbatim: object.verbatim }));
  else node.append(object.emoji === false ? (object.text ?? "") : withEmoji(object.text ?? ""));
  return node;
}

/**
 * Blocks of a message or view. `context`: `{source, form?, press}`; source is `{channel, ts}` or `{view_id}`, form
 * (of forms.js) is there in modals, `press(block_id, element, value)` tells the server.
 */
export function renderBlocks(blocks, context) {
  return h(
    "div",
    { class: "blocks" },
    (blocks ?? []).map((block) => {
      const node = (KINDS[block.type] ?? unknown)(block, context);
      if (block.block_id) node.dataset.blockId = block.block_id;
      return node;
    }),
  );
}

const WIDE = /select|picker|checkboxes|radio/;

const KINDS = {
  section(block, context) {
    const said = h(
      "div",
      { class: "said" },
      textObject(block.text),
      block.fields &&
        h(
          "div",
          { class: "block-fields" },
          block.fields.map((field) => textObject(field)),
        ),
    );
    const wide = WIDE.test(block.accessory?.type ?? "") ? " wide-accessory" : "";
    return h(
      "div",
      { class: `block-section${wide}` },
      said,
      block.accessory && h("div", { class: "accessory" }, renderElement(block.accessory, block, context)),
    );
  },
  header: (block) => h("h3", { class: "block-header", dir: "auto" }, withEmoji(block.text?.text ?? "")),
  divider: () => h("hr", { class: "block-divider" }),
  context: (block) =>
    h(
      "div",
      { class: "block-context" },
      (block.elements ?? []).map((element) => (element.type === "image" ? picture(element) : textObject(element))),
    ),
  actions: (block, context) =>
    h(
      "div",
      { class: "block-actions" },
      (block.elements ?? []).map((element) => renderElement(element, block, context)),
    ),
  image: (block) =>
    h(
      "div",
      { class: "block-image" },
      block.title && h("div", { class: "title", dir: "auto" }, block.title.text),
      picture(block),
    ),
  rich_text: richText,
  table: (block) =>
    h(
      "div",
      { class: "block-table" },
      h(
        "table",
        {},
        (block.rows ?? []).map((row) => h("tr", {}, row.map(cell))),
      ),
    ),
  markdown: (block) => h("div", { class: "text", dir: "auto" }, block.text ?? ""),
  input: inputBlock,
};

const cell = (object) => h("td", { dir: "auto" }, object.type === "rich_text" ? richText(object) : (object.text ?? ""));

const unknown = (block) => h("div", { class: "block-unknown" }, `A block this sandbox cannot show: ${block.type}`);

export function picture(object) {
  const file = object.slack_file && (object.slack_file.id ?? /[-/](F[A-Z0-9]{8,})\//.exec(object.slack_file.url)?.[1]);
  const url = file ? api.file(store.place.as, file) : (object.image_url ?? "");
  return h("img", {
    src: file || /^https?:|^data:image\//.test(url) ? url : null,
    alt: object.alt_text ?? "",
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
}
