// The only module that talks to the server: the Page API over fetch, and the live feed over a WebSocket.

let team = ""; // the workspace that every request is about; "": the first

/** From now on, ask about this workspace. */
export function askAbout(id) {
  team = id ?? "";
}

const withTeam = (query) => (team ? { team, ...query } : query);

export class Refused extends Error {
  constructor(sentence, { unreachable = false } = {}) {
    super(sentence);
    this.unreachable = unreachable;
  }
}

async function answer(request) {
  let response;
  try {
    response = await request;
  } catch {
    throw new Refused("The sandbox does not answer. Is it still running?", { unreachable: true });
  }
  let body;
  try {
    body = await response.json();
  } catch {
    throw new Refused(`The sandbox answered with something unreadable (${response.status}).`);
  }
  if (!response.ok && body.ok === undefined)
    throw new Refused(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

function get(path, query) {
  return answer(fetch(`${path}?${new URLSearchParams(withTeam(query))}`, { cache: "no-store" }));
}

function post(path, body) {
  return answer(
    fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(withTeam(body)),
    }),
  );
}

const must = async (call) => {
  const body = await call;
  if (body.ok === false) throw new Refused(body.error ?? "That did not work.");
  return body;
};

export const api = {
  state: (as) => must(get("/page/state", { as })),
  messages: (as, channel) => must(get("/page/messages", { as, channel })),
  thread: (as, channel, ts) => must(get("/page/thread", { as, channel, ts })),
  type: (as, channel, text, thread_ts) =>
    must(post("/page/type", { as, channel, text, ...(thread_ts ? { thread_ts } : {}) })),
  upload: (as, file) => must(post("/page/upload", { as, ...file })),
  file: (as, id) => `/page/file?${new URLSearchParams(withTeam({ as, id }))}`,
  press: (as, press) => must(post("/page/press", { as, ...press })),
  options: (as, query) => must(post("/page/options", { as, ...query })),
  submit: (as, view_id, values) => post("/page/submit", { as, view_id, values }), // its refusals are shown beside the fields
  close: (as, view_id, leave) => must(post("/page/close", { as, view_id, leave })),
  shortcut: (as, callback_id, channel, ts) => must(post("/page/shortcut", { as, callback_id, channel, ts })),
  home: (as, tab) => must(post("/page/home", { as, tab })),
  invite: (as, channel, user) => must(post("/page/invite", { as, channel, user })),
  join: (as, channel) => must(post("/page/join", { as, channel })),
  read: (as, channel) => must(post("/page/read", { as, channel })),
  clock: (as, move) => must(post("/page/clock", { as, move })),
};

/** The live feed of one person. Reconnects by itself, sooner at first; `close()` ends it for good. */
export class LiveFeed {
  constructor(as, { onNews, onUp, onDown }) {
    Object.assign(this, { query: new URLSearchParams(withTeam({ as })), onNews, onUp, onDown, wait: 400, ended: false });
    this.connect();
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}/page/live?${this.query}`);
    this.socket.onopen = () => {
      this.wait = 400;
      this.onUp();
    };
    this.socket.onmessage = (event) => {
      if (!this.ended) this.onNews(JSON.parse(event.data));
    };
    this.socket.onclose = () => {
      if (this.ended) return;
      this.onDown();
      this.timer = setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(this.wait * 1.7, 5000);
    };
  }

  close() {
    this.ended = true;
    clearTimeout(this.timer);
    this.socket.close();
  }
}
