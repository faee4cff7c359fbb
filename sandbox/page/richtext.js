// rich_text blocks: nothing in them is parsed, every piece says what it is.
import { emojiFor, emojiFromCodes } from "./emoji.js";
import { h } from "./dom.js";
import { broadcast, channelMention, link, moment, userMention } from "./inline.js";

const WRAPS = [
  ["code", "code"],
  ["bold", "b"],
  ["italic", "i"],
  ["strike", "s"],
];

export function richText(block) {
  return h("div", { class: "rich" }, (block.elements ?? []).map(part));
}

function part(element) {
  const inside = () => (element.elements ?? []).map(piece);
  if (element.type === "rich_text_section") return h("div", { class: "rich-section", dir: "auto" }, inside());
  if (element.type === "rich_text_quote") return h("blockquote", { class: "rich-section", dir: "auto" }, inside());
  if (element.type === "rich_text_preformatted") return h("pre", { dir: "auto" }, inside());
  if (element.type === "rich_text_list") return list(element);
  return h("div", { class: "block-unknown" }, `A rich text part this sandbox cannot show: ${element.type}`);
}

function list(element) {
  const depth = Math.min(element.indent ?? 0, 8);
  const ordered = element.style === "ordered";
  const node = h(
    ordered ? "ol" : "ul",
    { class: `deep${depth % 3}`, start: ordered && element.offset ? element.offset + 1 : null },
    (element.elements ?? []).map((item) => h("li", { dir: "auto" }, part(item))),
  );
  node.style.marginInlineStart = `${depth * 22}px`;
  return node;
}

function piece(element) {
  let node = bare(element);
  const style = element.style ?? {};
  for (const [name, tag] of WRAPS) if (style[name]) node = h(tag, {}, node);
  return style.underline ? h("span", { class: "underline" }, node) : node;
}

function bare(element) {
  switch (element.type) {
    case "text":
      return element.text ?? "";
    case "link":
      return link(element.url ?? "", element.text || element.url || "");
    case "user":
      return userMention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "usergroup":
      return h("span", { class: "mention" }, "@group");
    case "broadcast":
      return broadcast(element.range);
    case "emoji":
      return emojiFor(element.name ?? "") ?? emojiFromCodes(element.unicode) ?? `:${element.name}:`;
    case "date":
      return moment(element.timestamp, element.format ?? "{date} {time}", element.url);
    case "color":
      return h("span", {}, swatch(element.value), element.value ?? "");
    default:
      return element.text ?? "";
  }
}

function swatch(value) {
  const node = h("span", { class: "swatch", "aria-hidden": "true" });
  if (/^#[0-9a-f]{3,8}$/i.test(value ?? "")) node.style.background = value;
  return node;
}
