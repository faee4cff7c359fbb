// Faces: initials on the person's colour, and the app's mark for the bot.
import { h, icon } from "./dom.js";
import { isBot, person } from "./store.js";

const TINTS = ["#8a4fa3", "#2d7d9a", "#b4582c", "#4c7a34", "#a33b63", "#5666b3"];

function tintOf(id) {
  const known = person(id)?.color;
  if (known) return known.startsWith("#") ? known : `#${known}`;
  return TINTS[[...(id ?? "")].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % TINTS.length];
}

export function avatar(id, name, small = false) {
  const node = h("span", { class: small ? "avatar small" : "avatar", "aria-hidden": "true" });
  if (isBot(id)) {
    node.style.setProperty("--tint", "#6a3a80");
    node.append(icon("quotes"));
  } else {
    node.style.setProperty("--tint", tintOf(id));
    node.append([...(name ?? "?").trim()][0]?.toLocaleUpperCase() ?? "?");
  }
  return node;
}
