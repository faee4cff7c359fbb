// What the composer suggests while one types: commands, and names after @ and #.
import { channelTitle, person, store } from "./store.js";

const INVITE = {
  command: "/invite",
  usage_hint: "@Counterclaim",
  description: "Bring somebody, or the bot, into this channel.",
  by: "Slack",
};

export const commands = () => [
  ...(store.info?.commands ?? []).map((each) => ({ ...each, by: store.info.bot.name })),
  { ...INVITE, usage_hint: `@${store.info?.bot.name ?? "name"}, or somebody@elsewhere of another workspace` },
  { command: "/remove", usage_hint: "@name", description: "Take somebody, or the bot, out of this channel.", by: "Slack" },
  { command: "/leave", usage_hint: "", description: "Leave this channel.", by: "Slack" },
];

/**
 * Suggestions for the text up to the cursor: `{kind, title, from, items: [{label, usage, about, by, insert}]}`, or null.
 * `from` is where what is inserted begins; an item without `insert` only informs.
 */
export function hintsFor(text, cursor, { inThread }) {
  const head = text.slice(0, cursor);
  if (!inThread && head.startsWith("/") && !head.includes("\n")) return commandHints(head);
  const name = /(?:^|[\s(])([@#])([\p{L}\p{N}_-]{0,30})$/u.exec(head);
  return name ? nameHints(name[1], name[2].toLocaleLowerCase(), cursor) : null;
}

function commandHints(head) {
  const word = head.split(/\s/, 1)[0].toLowerCase();
  const typing = word.length === head.length;
  const exact = commands().find((each) => each.command === word);
  if (!typing) {
    if (!exact) return null;
    const name = /(?:^|\s)([@#])([\p{L}\p{N}_-]{0,30})$/u.exec(head);
    if (name) return nameHints(name[1], name[2].toLocaleLowerCase(), head.length);
    return { kind: "usage", title: "How to write it", from: 0, items: [shown(exact)] };
  }
  const items = commands()
    .filter((each) => each.command.startsWith(word))
    .map((each) => ({ ...shown(each), insert: `${each.command} ` }));
  return items.length ? { kind: "commands", title: "Commands", from: 0, items } : null;
}

const shown = (each) => ({ label: each.command, usage: each.usage_hint, about: each.description, by: each.by });

function nameHints(mark, typed, cursor) {
  const from = cursor - typed.length - 1;
  const found = mark === "@" ? people(typed) : channels(typed);
  if (found.length === 1 && found[0].insert.trim().slice(1).toLocaleLowerCase() === typed) return null;
  return found.length
    ? { kind: "names", title: mark === "@" ? "People" : "Channels", from, items: found.slice(0, 8) }
    : null;
}

const handle = (each) => each.name.replace(/\s+/g, "");

function people(typed) {
  const everybody = [...(store.info?.people ?? []), { id: store.info.bot.user_id, name: store.info.bot.name }];
  return everybody
    .filter((each) =>
      [each.name, ...(each.real_name ?? "").split(/\s+/)].some((name) => name.toLocaleLowerCase().startsWith(typed)),
    )
    .map((each) => ({
      label: each.real_name || each.name,
      usage: `@${handle(each)}`,
      about: "",
      by: person(each.id)?.role ?? "",
      insert: `@${handle(each)} `,
    }));
}

function channels(typed) {
  return (store.info?.channels ?? [])
    .filter((each) => each.kind !== "im" && each.name.startsWith(typed))
    .map((each) => ({
      label: `#${channelTitle(each)}`,
      usage: "",
      about: each.topic ?? "",
      by: "",
      insert: `#${each.name} `,
    }));
}
