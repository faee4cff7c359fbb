// Start, and the one place that decides what to fetch: the hash says where we are, the live feed says what changed.
import { api, askAbout, LiveFeed } from "./api.js";
import { h } from "./dom.js";
import { findMessage, findReply, focusComposer, startPanes } from "./panes.js";
import { closeMenu } from "./popup.js";
import { startSidebar } from "./sidebar.js";
import { channel, emit, on, store, whereabouts } from "./store.js";
import { startTheme } from "./theme.js";
import { toast } from "./toasts.js";
import { startTopbar } from "./topbar.js";
import { startViews } from "./views.js";

const LOST_AFTER = 1500; // ms without a server before saying so
const FIRST = "reporter";

let feed = null;
let lostTimer = 0;
let wanted = null; // a message to scroll to once it is there

function start() {
  startTheme();
  startTopbar();
  startSidebar();
  startPanes();
  startViews();
  on("open-team", (id) => go({ team: id, channel: null, thread: null }));
  on("act-as", (id) => go({ as: id, thread: null }));
  on("open-channel", (id) => go({ channel: id, thread: null }));
  on("open-first-channel", () => go({ channel: firstChannel(), thread: null }));
  on("open-thread", (ts) => go({ thread: ts }));
  on("open-message", openMessage);
  on("refresh", refreshAll);
  addEventListener("hashchange", arrive);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) markRead();
  });
  arrive();
}

// --- where we are: #team=T2&as=reporter&in=verification&thread=TS (without a team: the first workspace) ---------------------------------------------------------

function hash() {
  const query = new URLSearchParams(location.hash.slice(1));
  return { team: query.get("team"), as: query.get("as") ?? FIRST, place: query.get("in"), thread: query.get("thread") };
}

const personOf = (word) =>
  store.info?.people.find(
    (each) => each.id === word || each.role === word || each.name.toLowerCase() === word.toLowerCase(),
  );
const channelOf = (word) =>
  store.info.channels.find((each) => (each.kind === "im" ? word === "dm" : each.name === word) || each.id === word);
const firstChannel = () =>
  (
    store.info.channels.find((each) => each.kind === "public" && each.member && each.bot_member) ??
    store.info.channels.find((each) => each.kind !== "im") ??
    store.info.channels[0]
  )?.id;

function wordFor(id) {
  if (id === "home") return "home";
  const found = channel(id);
  return found?.kind === "im" ? "dm" : (found?.name ?? id);
}

/** Go somewhere: the hash is changed, and `arrive` does the rest. */
function go(change) {
  closeMenu();
  const next = hashFor({ ...store.place, ...change });
  if (location.hash === next) arrive();
  else location.hash = next;
}

function hashFor({ team, as, channel: id, thread }) {
  const named = team && team !== store.info?.teams[0].id ? { team } : {};
  const query = new URLSearchParams({ ...named, as: personOf(as)?.role ?? as });
  if (id) query.set("in", wordFor(id));
  if (thread) query.set("thread", thread);
  return `#${query}`;
}

async function arrive() {
  const want = hash();
  const before = { ...store.place };
  const as = personOf(want.as)?.id ?? want.as;
  const elsewhere = !store.info || (want.team ?? store.info.teams[0].id) !== before.team;
  if (elsewhere || as !== before.as) {
    askAbout(want.team);
    if (!(await learn(as, want.team))) return;
    if (hash().as !== want.as || hash().team !== want.team) return; // somebody was quicker
    store.place.team = store.info.team_id;
    const known = personOf(want.as)?.id ?? store.info.me ?? store.info.people[0].id;
    store.place.as = known;
    listen(known);
  }
  const place = want.place === "home" && store.info.has_home ? "home" : (channelOf(want.place)?.id ?? firstChannel());
  const moved = elsewhere || place !== before.channel || store.place.as !== before.as;
  store.place.channel = place;
  if (moved) store.messages = null;
  if (moved || want.thread !== before.thread) store.replies = null;
  store.place.thread = place === "home" ? null : want.thread;
  // A place this person cannot see became another: the address says where we really are.
  if (location.hash !== hashFor(store.place)) history.replaceState(null, "", hashFor(store.place));
  emit("state");
  emit("place");
  if (moved) tellOfTab(place);
  if (moved) refresh.messages();
  if (store.place.thread) refresh.replies();
  const busy = document.activeElement?.closest("#topbar") || document.querySelector("dialog[open]");
  if (!busy && matchMedia("(hover: hover)").matches && (moved || want.thread !== before.thread)) focusComposer();
}

/** The bot hears which of its two tabs somebody opens. */
function tellOfTab(place) {
  if (!store.info.has_home) return;
  if (place === "home") api.home(store.place.as, "home").then(refresh.state, () => {});
  else if (channel(place)?.kind === "im") api.home(store.place.as, "messages").catch(() => {});
}

async function learn(as, team) {
  try {
    take(await api.state(as));
    return true;
  } catch (error) {
    if (!error.unreachable && (as !== FIRST || team)) {
      // an address with a name nobody here has, or of a workspace that is not here
      location.hash = "";
      return false;
    }
    lose(error.message);
    setTimeout(() => {
      if (!store.info) arrive();
    }, 1500);
    return false;
  }
}

function take(info) {
  store.info = info;
  store.heard = performance.now();
}

function openMessage({ channel: id, ts, thread }) {
  wanted = { ts, inThread: Boolean(thread && thread !== ts) };
  go({ channel: id, thread: thread && thread !== ts ? thread : null });
  settleWanted();
}

function settleWanted() {
  if (wanted && (wanted.inThread ? findReply(wanted.ts) : findMessage(wanted.ts))) wanted = null;
}

// --- what we know -------------------------------------------------------------------------------------------------

/** A fetch that never runs twice at once: a wish during one means one more after it. */
function single(work) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } catch (error) {
      if (!store.lost) toast(error.message);
    } finally {
      running = false;
    }
  };
}

const refresh = {
  state: single(async () => {
    const { as, team } = store.place;
    const info = await api.state(as);
    if (as !== store.place.as || team !== store.place.team) return;
    take(info);
    markRead();
    if (store.place.channel !== "home" && !channel(store.place.channel)) {
      go({ channel: firstChannel(), thread: null });
      return;
    }
    emit("state");
  }),
  messages: single(async () => {
    const { as, channel: id } = store.place;
    if (id === "home" || !id) return;
    const asked = whereabouts();
    const { messages } = await api.messages(as, id);
    if (asked !== whereabouts()) {
      refresh.messages();
      return;
    }
    store.messages = messages;
    emit("messages");
    settleWanted();
    markRead();
  }),
  replies: single(async () => {
    const { as, channel: id, thread } = store.place;
    if (!thread || id === "home") return;
    const asked = whereabouts();
    let messages;
    try {
      ({ messages } = await api.thread(as, id, thread));
    } catch (error) {
      if (thread === store.place.thread) go({ thread: null });
      throw error;
    }
    if (thread !== store.place.thread || asked !== whereabouts()) {
      refresh.replies();
      return;
    }
    store.replies = messages;
    emit("replies");
    settleWanted();
  }),
};

function refreshAll() {
  refresh.state();
  refresh.messages();
  refresh.replies();
}

async function markRead() {
  const here = channel(store.place.channel);
  if (!here?.unread || document.hidden) return;
  here.unread = 0;
  await api.read(store.place.as, here.id).catch(() => {});
}

// --- the live feed ------------------------------------------------------------------------------------------------

function listen(as) {
  feed?.close();
  feed = new LiveFeed(as, {
    onUp: () => {
      const was = store.lost;
      found();
      if (was) refreshAll();
    },
    onDown: () => {
      lostTimer ||= setTimeout(() => lose(), LOST_AFTER);
    },
    onNews: news,
  });
}

function news(event) {
  if (event.type === "notice" && event.text) toast(event.text);
  refresh.state();
  if (!event.channel || event.channel === store.place.channel) {
    if (["message", "messages_changed", "channels", "clock"].includes(event.type)) {
      refresh.messages();
      refresh.replies();
    }
  }
}

function lose(why) {
  store.lost = true;
  const strip = document.getElementById("lost");
  strip.replaceChildren(
    why && !store.info ? `${why} ` : "The sandbox has stopped. ",
    "Start it again with ",
    h("code", {}, "make sandbox"),
    "; this page finds it by itself.",
  );
  strip.hidden = false;
}

function found() {
  clearTimeout(lostTimer);
  lostTimer = 0;
  store.lost = false;
  document.getElementById("lost").hidden = true;
}

start();
