// Native modal dialogs: what lies behind is inert, Tab stays inside, focus goes back where it came from.
import { tabbable } from "./dom.js";

/** Open a dialog. `onCancel` (Escape) may prevent closing by returning false; `onClosed` runs once it is gone. */
export function showDialog(node, { onCancel = () => true, onClosed = () => {} } = {}) {
  const before = document.activeElement;
  node.addEventListener("cancel", (event) => {
    if (event.target !== node) return;
    event.preventDefault(); // Chromium closes on a second Escape whatever a page says, unless we close ourselves
    if (onCancel() !== false) node.close();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      if (onCancel() !== false) node.close();
    } else if (event.key === "Tab") {
      wrap(event, node);
    }
  });
  node.addEventListener("close", (event) => {
    if (event.target !== node) return;
    node.remove();
    onClosed();
    if (before?.isConnected && (document.activeElement === document.body || !document.activeElement)) before.focus();
  });
  document.body.append(node);
  node.showModal();
}

function wrap(event, node) {
  const stops = tabbable(node);
  if (!stops.length) return;
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (event.shiftKey && (document.activeElement === first || document.activeElement === node)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && document.activeElement === last) {
    event.preventDefault();
    first.focus();
  }
}
