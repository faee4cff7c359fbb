// A list one searches while typing, for one choice or several. ARIA: a combobox with a listbox.
import { freshId, h, icon, iconButton, spinner } from "./dom.js";
import { place } from "./popup.js";

const PAUSE = 200; // ms after the last key before the bot is asked

/**
 * `search(typed)` gives (a promise of) `[{text, value, about?, group?, option}]`; `slow` says it asks the bot, after
 * `least` letters. `value` is an option (or a list when `multi`), as in Block Kit; `onChange` gets the same back.
 */
export function combobox({
  search,
  slow = false,
  least = 0,
  multi = false,
  most = Infinity,
  value,
  placeholder,
  label,
  id,
  describedBy,
  required,
  clearable = true,
  onChange,
  testid = "select",
}) {
  let chosen = multi ? [...(value ?? [])] : (value ?? null);
  let found = [];
  let active = -1;
  let turn = 0;
  let timer = 0;
  const listId = freshId("list");
  const list = h("div", {
    id: listId,
    role: "listbox",
    class: "popup",
    popover: "manual",
    "aria-label": "Choices",
    "aria-multiselectable": multi ? "true" : null,
    "data-testid": "select-list",
  });
  const input = h("input", {
    id,
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    dir: "auto",
    "aria-label": id ? null : label,
    "aria-describedby": describedBy,
    "aria-required": required ? "true" : null,
    onfocus: () => input.select(),
    oninput: () => show(),
    onkeydown: keys,
    onblur: () => {
      hide();
      settle();
    },
    onclick: () => show(true),
  });
  const clear = iconButton(
    "close",
    "Clear",
    () => {
      chosen = null;
      settle();
      onChange(null);
      input.focus();
    },
    { class: "icon-button combo-clear" },
  );
  const box = h(
    "div",
    {
      class: "combo-box",
      onmousedown: (event) => {
        if (event.target !== input && !event.target.closest("button")) {
          event.preventDefault();
          input.focus();
          toggle();
        }
      },
    },
    input,
    clear,
    h("span", {}, icon("down")),
  );
  box.lastChild.firstChild.classList.add("chevron");
  const node = h("div", { class: "combo", "data-testid": testid }, box, list);
  settle();
  return { node, control: input };

  function settle() {
    for (const old of box.querySelectorAll(".chip")) old.remove();
    if (multi) for (const option of chosen) input.before(chip(option));
    const shown = !multi && chosen ? text(chosen) : "";
    input.value = shown;
    input.placeholder = multi && chosen.length ? "" : (placeholder ?? (slow ? "Type to search" : "Choose"));
    clear.hidden = multi || !chosen || !clearable;
  }

  function chip(option) {
    const drop = () => {
      chosen = chosen.filter((each) => each.value !== option.value);
      settle();
      onChange(chosen);
      input.focus();
    };
    return h(
      "span",
      { class: "chip", "data-value": option.value },
      h("span", { dir: "auto" }, text(option)),
      h("button", { type: "button", "aria-label": `Remove ${text(option)}`, onclick: drop }, icon("close")),
    );
  }

  async function show(whole = false) {
    const typed = whole ? "" : input.value.trim();
    const mine = ++turn;
    clearTimeout(timer);
    open();
    if (slow) {
      if (typed.length < least) {
        say(least > 1 ? `Type at least ${least} letters to search` : "Type to search");
        return;
      }
      say("Searching…", true);
      await new Promise((resolve) => {
        timer = setTimeout(resolve, typed ? PAUSE : 0);
      });
      if (mine !== turn) return;
    }
    let items;
    try {
      items = await search(typed);
    } catch (error) {
      if (mine === turn) say(error.message);
      return;
    }
    if (mine !== turn || !isOpen()) return;
    fill(items, typed);
  }

  function fill(items, typed) {
    found = multi ? items.filter((item) => !chosen.some((each) => each.value === item.value)) : items;
    list.replaceChildren();
    let group;
    found.forEach((item, index) => {
      if (item.group && item.group !== group)
        list.append(h("div", { class: "option-group", role: "presentation", dir: "auto" }, item.group));
      group = item.group;
      const here = !multi && chosen?.value === item.value;
      list.append(
        h(
          "div",
          {
            id: `${listId}-${index}`,
            role: "option",
            class: "option",
            "aria-selected": String(here),
            "data-value": item.value,
            "data-testid": "select-option",
            onmousedown: (event) => {
              event.preventDefault();
              pick(index);
            },
            onmousemove: () => point(index),
          },
          h(
            "div",
            {},
            h("div", { dir: "auto" }, item.text),
            item.about && h("div", { class: "about", dir: "auto" }, item.about),
          ),
          here && icon("check"),
        ),
      );
    });
    if (!found.length) {
      say(typed ? `Nothing found for “${typed}”` : "Nothing to choose from");
      return;
    }
    const here = found.findIndex((item) => !multi && chosen?.value === item.value);
    place(list, box, { width: true });
    point(Math.max(here, 0));
  }

  function say(words, busy = false) {
    found = [];
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(
      h("div", { class: "status", role: "option", "aria-disabled": "true" }, busy && spinner(), words),
    );
    place(list, box, { width: true });
  }

  function point(index) {
    active = index;
    [...list.querySelectorAll(".option")].forEach((option, each) => {
      option.classList.toggle("active", each === index);
      if (each === index) option.scrollIntoView({ block: "nearest" });
    });
    input.setAttribute("aria-activedescendant", `${listId}-${index}`);
  }

  function pick(index) {
    const item = found[index];
    if (!item) return;
    if (multi) {
      if (chosen.length >= most) {
        say(`No more than ${most} can be chosen`);
        return;
      }
      chosen = [...chosen, item.option];
    } else {
      chosen = item.option;
    }
    hide();
    settle();
    if (!multi) input.select();
    onChange(chosen);
  }

  function keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen()) show(true);
      else if (found.length) point((active + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault(); // never sends the form from inside a list
      if (isOpen()) pick(active);
      else show(true);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      hide();
      settle();
    } else if (event.key === "Backspace" && multi && !input.value && chosen.length) {
      chosen = chosen.slice(0, -1);
      settle();
      onChange(chosen);
    } else if (
      event.key === "Tab" &&
      isOpen() &&
      active >= 0 &&
      input.value &&
      (multi || input.value !== (chosen ? text(chosen) : ""))
    ) {
      pick(active);
    }
  }

  function toggle() {
    if (isOpen()) hide();
    else show(true);
  }
  function isOpen() {
    return input.getAttribute("aria-expanded") === "true";
  }
  function moved(event) {
    if (!list.contains(event.target)) place(list, box, { width: true });
  }

  function open() {
    if (isOpen()) return;
    list.showPopover();
    input.setAttribute("aria-expanded", "true");
    addEventListener("scroll", moved, true);
    addEventListener("resize", moved);
  }

  function hide() {
    turn += 1;
    clearTimeout(timer);
    if (!isOpen()) return;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    removeEventListener("scroll", moved, true);
    removeEventListener("resize", moved);
    if (list.isConnected && list.matches(":popover-open")) list.hidePopover();
    list.replaceChildren();
  }
}

const text = (option) => (typeof option.text === "string" ? option.text : option.text?.text) ?? option.value;

/** Options and option groups of Block Kit as items, narrowed to what was typed. */
export function itemsOf(options, groups, typed = "") {
  const flat = [
    ...(options ?? []).map((option) => [option]),
    ...(groups ?? []).flatMap((group) => group.options.map((option) => [option, group.label.text])),
  ];
  const wanted = typed.toLocaleLowerCase();
  return flat
    .map(([option, group]) => ({
      text: text(option),
      value: option.value,
      about: option.description?.text ?? option.description,
      group,
      option,
    }))
    .filter((item) => !wanted || item.text.toLocaleLowerCase().includes(wanted));
}
