// Where a reader is in blocks that are about to be drawn anew, so that they find themselves there again.

/** The reader's spot in `node`, whose blocks scroll in `scroller`. */
export function spotIn(node, scroller) {
  const here = document.activeElement;
  const block = node.contains(here) ? here.closest("[data-block-id]") : null;
  return {
    scroll: scroller.scrollTop,
    block: block?.dataset.blockId,
    action: here?.closest?.("[data-action-id]")?.dataset.actionId,
    from: here?.selectionStart,
    to: here?.selectionEnd,
    testid: here?.dataset?.testid,
  };
}

/** Go back to a spot. Gives back whether what had the focus is still there. */
export function backTo(node, scroller, before) {
  scroller.scrollTop = before.scroll;
  const blocks = [...node.querySelectorAll("[data-block-id]")];
  const block = before.block && blocks.find((each) => each.dataset.blockId === before.block);
  const within =
    block && [...block.querySelectorAll("[data-action-id]")].find((each) => each.dataset.actionId === before.action);
  const target = within?.matches("input, textarea, button, a")
    ? within
    : (within ?? block)?.querySelector("input, textarea, button");
  if (!target) return false;
  target.focus();
  if (before.from !== undefined && before.from !== null) {
    try {
      target.setSelectionRange(before.from, before.to);
    } catch {
      /* dates and boxes have no cursor */
    }
  }
  return true;
}
