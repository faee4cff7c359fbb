// What the page knows: who acts, where they are, what the server last said. Parts subscribe to changes.

const listeners = new Map();

export const store = {
  info: null, // the answer of /page/state
  place: { team: null, as: null, channel: null, thread: null }, // channel: an id, or "home"
  messages: null, // of the open channel, oldest first; null while loading
  replies: null, // of the open thread
  heard: 0, // performance.now() when `info.now` was true
  lost: false,
};

export function on(name, listener) {
  if (!listeners.has(name)) listeners.set(name, new Set());
  listeners.get(name).add(listener);
}

export function emit(name, detail) {
  for (const listener of listeners.get(name) ?? []) listener(detail);
}

/** The sandbox's time, epoch seconds, running on since the server last told it. */
export const sandboxNow = () =>
  store.info ? store.info.now + (performance.now() - store.heard) / 1000 : Date.now() / 1000;

export const me = () => store.info?.people.find((person) => person.id === store.place.as);
export const zone = () => me()?.tz ?? "UTC";
export const person = (id) => store.info?.people.find((each) => each.id === id);
export const channel = (id) => store.info?.channels.find((each) => each.id === id);
/** What tells two places apart, for answers that come when somebody has gone on. */
export const whereabouts = () => JSON.stringify([store.place.team, store.place.as, store.place.channel]);
export const isBot = (id) => store.info?.bot.user_id === id;

/** What a person is called where others read it; `name` is the handle one types after @. */
export const fullName = (each) => each?.real_name || each?.name;

/** The name behind a user id, or undefined. */
export const nameOf = (id) => (isBot(id) ? store.info.bot.name : fullName(person(id)));

/** What a conversation is called in a sentence. */
export function channelTitle(each) {
  return each.kind === "im" ? store.info.bot.name : each.name;
}
