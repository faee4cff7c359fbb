// Short notices in the corner; they stay above dialogs (top layer) and leave by themselves.
import { h, icon, iconButton } from "./dom.js";

const LIFE = 9000;

function shelf() {
  let node = document.getElementById("toasts");
  if (!node) {
    node = h("div", { id: "toasts", popover: "manual", role: "alert", "data-testid": "toasts" });
    document.body.append(node);
  }
  // Shown again each time, so that it lies above a dialog opened since.
  if (node.matches(":popover-open")) node.hidePopover();
  (document.querySelector("dialog[open]:last-of-type") ?? document.body).append(node);
  node.showPopover();
  return node;
}

/** Show one sentence. */
export function toast(text) {
  const node = h("div", { class: "toast", "data-testid": "toast" }, icon("warning"), h("span", { dir: "auto" }, text));
  const leave = () => {
    const home = node.parentElement;
    node.remove();
    if (home && !home.childElementCount && home.matches(":popover-open")) home.hidePopover();
  };
  node.append(iconButton("close", "Dismiss", leave));
  shelf().append(node);
  setTimeout(leave, LIFE);
}

/** Run something asked of the server; its refusal becomes a toast. Gives back whether it went well. */
export async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    toast(error.message);
    return false;
  }
}
