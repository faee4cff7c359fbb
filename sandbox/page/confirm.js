// Block Kit's confirmation objects, asked in a small dialog.
import { freshId, h } from "./dom.js";
import { showDialog } from "./dialog.js";
import { textObject } from "./blocks.js";

/** Ask; gives true when the person says yes. Escape and Cancel say no. */
export function confirmed(object) {
  return new Promise((resolve) => {
    let answer = false;
    const title = freshId("confirm");
    const yes = h(
      "button",
      {
        type: "button",
        class: `button large ${object.style === "danger" ? "danger solid" : "primary"}`,
        "data-testid": "confirm-yes",
        onclick: () => {
          answer = true;
          node.close();
        },
      },
      h("span", {}, object.confirm?.text ?? "Yes"),
    );
    const no = h(
      "button",
      { type: "button", class: "button large", "data-testid": "confirm-no", onclick: () => node.close() },
      h("span", {}, object.deny?.text ?? "Cancel"),
    );
    const node = h(
      "dialog",
      { class: "modal small", "aria-labelledby": title, "data-testid": "confirm" },
      h("div", { class: "modal-head" }, h("h2", { id: title, dir: "auto" }, object.title?.text ?? "Are you sure?")),
      h("div", { class: "modal-body" }, textObject(object.text)),
      h("div", { class: "modal-foot" }, no, yes),
    );
    showDialog(node, { onClosed: () => resolve(answer) });
    yes.focus();
  });
}
