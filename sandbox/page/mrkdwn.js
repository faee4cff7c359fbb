// Slack's mrkdwn, parsed straight into nodes. `&`, `<`, `>` arrive as entities; a raw `<…>` is a link, mention or date.
import { emojiFor } from "./emoji.js";
import { fragment, h } from "./dom.js";
import { broadcast, channelMention, link, moment, userMention } from "./inline.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const plain = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);
const MARKS = { "*": "b", _: "i", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const BARE = /^https?:\/\/[^\s<>|"`]+/i;

/** mrkdwn text as nodes. `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, { verbatim = false } = {}) {
  const out = [];
  let rest = text;
  for (let fence = nextFence(rest); fence; fence = nextFence(rest)) {
    out.push(...quoted(trimEnd(rest.slice(0, fence.start)), verbatim));
    out.push(
      h(
        "pre",
        {},
        plain(
          fence.code.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, url, label) => label ?? url).replace(/^\n|\n$/g, ""),
        ),
      ),
    );
    rest = rest.slice(fence.end).replace(/^\n/, "");
  }
  out.push(...quoted(rest, verbatim));
  return fragment(out);
}

const trimEnd = (text) => text.replace(/\n$/, "");

function nextFence(text) {
  const start = text.indexOf("```");
  const stop = start < 0 ? -1 : text.indexOf("```", start + 3);
  if (stop < 0 || stop === start + 3) return null;
  return { start, end: stop + 3, code: text.slice(start + 3, stop) };
}

/** Lines that begin with `>` gathered into quotes; the others joined as they were. */
function quoted(text, verbatim) {
  if (!text) return [];
  const out = [];
  let lines = [];
  let inQuote = false;
  const flush = () => {
    if (!lines.length) return;
    const inner = inline(lines.join("\n"), verbatim);
    if (inQuote) out.push(h("blockquote", { dir: "auto" }, inner));
    else out.push(...inner);
    lines = [];
  };
  const all = text.split("\n");
  for (let index = 0; index < all.length; index++) {
    const deep = /^(?:&gt;|>){3} ?/.exec(all[index]);
    const mark = deep ?? /^(?:&gt;|>) ?/.exec(all[index]);
    if (Boolean(mark) !== inQuote) {
      flush();
      inQuote = Boolean(mark);
    }
    if (deep) {
      lines.push(all[index].slice(deep[0].length), ...all.slice(index + 1));
      break;
    }
    lines.push(mark ? all[index].slice(mark[0].length) : all[index]);
  }
  flush();
  return out;
}

/** One run of text, without quotes and fences, as an array of nodes and strings. */
function inline(text, verbatim) {
  const out = [];
  const hopeless = {}; // mark -> up to where no closing one exists, so that a long line stays linear
  let run = "";
  const flush = () => {
    if (run) out.push(plain(run));
    run = "";
  };
  const put = (node, length) => {
    flush();
    out.push(node);
    return length;
  };
  let at = 0;
  while (at < text.length) {
    at += piece(at) || ((run += text[at]), 1);
  }
  flush();
  return out;

  function piece(start) {
    const letter = text[start];
    const before = start ? text[start - 1] : " ";
    if (letter === "<") return angle(start);
    if (letter === "`") return code(start);
    if (MARKS[letter] && !WORD.test(before)) return marked(start, letter);
    if (letter === ":") return named(start);
    if (!verbatim && (letter === "h" || letter === "H") && !WORD.test(before)) return bare(start);
    return 0;
  }

  function angle(start) {
    const stop = text.indexOf(">", start);
    if (stop < 0) return 0;
    const body = text.slice(start + 1, stop);
    const node = body.includes("<") || body.includes("\n") ? null : token(body);
    return node ? put(node, stop + 1 - start) : 0;
  }

  function code(start) {
    const stop = text.indexOf("`", start + 1);
    if (stop <= start + 1 || text.slice(start, stop).includes("\n")) return 0;
    const body = text
      .slice(start + 1, stop)
      .replace(/<([^<>|!@#][^<>|]*)(?:\|([^<>]*))?>/g, (_, url, label) => label ?? url);
    return put(h("code", {}, plain(body)), stop + 1 - start);
  }

  function marked(start, mark) {
    const next = text[start + 1];
    if (!next || /\s/.test(next) || next === mark || start < (hopeless[mark] ?? 0)) return 0;
    const stop = closing(start, mark);
    if (!stop) return 0;
    return put(h(MARKS[mark], {}, inline(text.slice(start + 1, stop), verbatim)), stop + 1 - start);
  }

  function closing(start, mark) {
    let index = start + 1;
    for (; index < text.length && text[index] !== "\n"; index++) {
      if (text[index] === "<") index = Math.max(index, text.indexOf(">", index));
      else if (
        text[index] === mark &&
        index > start + 1 &&
        !/\s/.test(text[index - 1]) &&
        !WORD.test(text[index + 1] ?? " ")
      )
        return index;
    }
    hopeless[mark] = index;
    return 0;
  }

  function named(start) {
    const found = /^:([a-z0-9_+-]{1,60}):/.exec(text.slice(start, start + 64));
    const character = found && emojiFor(found[1]);
    return character ? put(character, found[0].length) : 0;
  }

  function bare(start) {
    const found = BARE.exec(text.slice(start, start + 3000));
    if (!found) return 0;
    let url = found[0].replace(/(?:&gt;|&lt;).*$/, "").replace(/[.,;:!?'’”*_~]+$/, "");
    if (url.endsWith(")") && !url.includes("(")) url = url.slice(0, -1);
    return url.length < 9 ? 0 : put(link(plain(url)), url.length);
  }
}

/** What stands between angle brackets, as a node; null where it is nothing Slack knows. */
function token(body) {
  const [what, ...labels] = body.split("|");
  const label = labels.join("|");
  if (what.startsWith("@")) return userMention(what.slice(1), label && plain(label));
  if (what.startsWith("#")) return channelMention(what.slice(1), label && plain(label));
  if (what.startsWith("!date^")) {
    const [, stamp, pattern, url] = what.split("^");
    if (!/^\d+$/.test(stamp) || !pattern) return label ? h("span", {}, plain(label)) : null;
    return moment(Number(stamp), plain(pattern), url && plain(url));
  }
  if (what.startsWith("!subteam^")) return h("span", { class: "mention" }, plain(label) || "@group");
  if (/^!(here|channel|everyone)$/.test(what)) return broadcast(what.slice(1));
  if (what.startsWith("!")) return label ? h("span", {}, plain(label)) : null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(what)) return label ? link(plain(what), ...inline(label, true)) : link(plain(what));
  return null;
}
