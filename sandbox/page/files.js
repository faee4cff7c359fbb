// Files: the one chosen to go with the next message, and those of a message that is drawn.
import { api } from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { store } from "./store.js";
import { toast } from "./toasts.js";

const MOST = 5_000_000; // bytes; what the page can send at once

const size = (bytes) => (bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

/** The paper clip of a message box. `changed` is called when a file was chosen or taken away. */
export class Attachment {
  constructor({ testid, changed }) {
    this.file = null;
    this.changed = changed;
    this.input = h("input", {
      type: "file",
      hidden: true,
      "data-testid": testid,
      onchange: () => this.take(this.input.files[0] ?? null),
    });
    this.button = iconButton("clip", "Attach a file", () => this.input.click(), {
      class: "icon-button attach",
      "data-testid": `${testid}-button`,
    });
    this.chip = h("div", { class: "attached", hidden: true, "data-testid": `${testid}ed` });
  }

  /** Take a file that somebody chose, or none. */
  take(file) {
    if (file && file.size > MOST) toast(`${file.name} is too big for the sandbox. It takes files up to ${size(MOST)}.`);
    else this.show(file);
    this.changed();
  }

  /** Have none any more, without moving the cursor. */
  drop() {
    this.show(null);
  }

  show(file) {
    this.input.value = "";
    this.file = file;
    this.chip.hidden = !file;
    this.chip.replaceChildren(
      ...(file
        ? [
            icon("clip"),
            h("span", { dir: "auto" }, file.name),
            h("span", { class: "about" }, size(file.size)),
            iconButton("close", `Remove ${file.name}`, () => this.take(null)),
          ]
        : []),
    );
  }

  /** Send a file with its line. */
  async send(file, { channel, thread, text }) {
    const data = await base64(file);
    await api.upload(store.place.as, { channel, name: file.name, data, text, thread_ts: thread ?? null });
  }
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",")[1] ?? "");
    reader.onerror = () => reject(new Error(`${file.name} cannot be read.`));
    reader.readAsDataURL(file);
  });
}

/** The files of a message: pictures as thumbnails, everything by its name. */
export function messageFiles(files) {
  return h(
    "ul",
    { class: "files", "aria-label": "Files" },
    files.map((file) => {
      const about = `${file.kind.toUpperCase()} · ${size(file.size)}`;
      return h(
        "li",
        {},
        h(
          "a",
          {
            class: file.picture ? "file picture" : "file",
            href: api.file(store.place.as, file.id),
            target: "_blank",
            rel: "noopener",
            "data-testid": "file",
            "data-focus": `file-${file.id}`,
          },
          file.picture && h("img", { src: api.file(store.place.as, file.id), alt: "", loading: "lazy" }),
          h("span", { class: "file-name" }, !file.picture && icon("clip"), h("b", { dir: "auto" }, file.name)),
          h("span", { class: "about" }, about),
        ),
      );
    }),
  );
}
