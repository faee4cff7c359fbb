// Making nodes. Content only ever enters as text nodes and attributes set here, never as markup.

const PROPERTIES = new Set(["value", "checked", "disabled", "indeterminate", "textContent", "hidden", "selected"]);

/** One element: `h("button", {class: "x", onclick: fn}, "Take")`. Undefined, null and false props are left out. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else if (PROPERTIES.has(key)) node[key] = value;
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(4).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function fragment(...children) {
  const piece = document.createDocumentFragment();
  piece.append(...children.flat(4).filter((child) => child !== null && child !== undefined && child !== false));
  return piece;
}

let lastId = 0;
export const freshId = (stem) => `${stem}-${++lastId}`;

const PATHS = {
  hash: "M4 7.5h13M3 12.5h13M8 3 6 17M14 3l-2 14",
  lock: "M5 9.5h10v7.5H5zM7 9.5V6.8a3 3 0 0 1 6 0v2.7",
  home: "M3 9.5 10 3.5l7 6M5 8.5V17h10V8.5M8.5 17v-4.5h3V17",
  thread: "M4 4.5h12v9H9.5L6 16.5v-3H4z",
  more: "M10 4.6v.01M10 10v.01M10 15.4v.01",
  close: "M5 5l10 10M15 5 5 15",
  back: "M12 4.5 6.5 10l5.5 5.5",
  send: "M3.5 16.5 17 10 3.5 3.5 5.5 10zM5.5 10H11",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16.5 12A7 7 0 0 1 8 3.5a7 7 0 1 0 8.5 8.5z",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M10 6v4l2.7 1.7",
  down: "M5.5 8l4.5 4.5L14.5 8",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  warning: "M10 3.5 2.5 16.5h15zM10 8.5v3.5M10 14.3v.01",
  eye: "M2.5 10S5 5.5 10 5.5 17.5 10 17.5 10 15 14.5 10 14.5 2.5 10 2.5 10zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  bulb: "M7.5 13.5c0-1.5-2-2.6-2-5.2a4.5 4.5 0 0 1 9 0c0 2.6-2 3.7-2 5.2zM8 16.5h4",
  clip: "M13.5 6.5 8 12a1.6 1.6 0 0 0 2.3 2.3l6-6a3.3 3.3 0 0 0-4.7-4.7l-6.2 6.2a5 5 0 0 0 7 7L17 12",
  command: "M12.5 3.5l-5 13",
  person: "M10 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6M4 17c.5-3.3 2.8-5 6-5s5.5 1.7 6 5",
  quotes: "M3 4.5h8v5.5H7l-2.5 2V10H3zM13 8h4v5.5h-1.5v2L13 13.5H9.5V12",
};

/** A drawing in the colour of the text round it; hidden from screen readers. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  if (name === "more") path.setAttribute("stroke-width", "2.6");
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, props) {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, onclick, ...props },
    icon(name),
  );
}

export const spinner = () => h("span", { class: "spinner", "aria-hidden": "true" });

/** Everything inside `root` the Tab key can reach, in order. */
export function tabbable(root) {
  const found = root.querySelectorAll("a[href], button, input, textarea, select, [tabindex='0']");
  return [...found].filter((node) => !node.disabled && node.tabIndex >= 0 && node.getClientRects().length > 0);
}

const announcer = () => document.getElementById("announcer");

/** Say something to people who listen to the page. */
export function announce(text) {
  const node = announcer();
  node.textContent = "";
  // A screen reader speaks a change of content; the same words twice need the gap.
  requestAnimationFrame(() => {
    node.textContent = text;
  });
}
