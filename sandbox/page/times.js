// Times as the acting person reads them. Epoch seconds in; the zone is always an argument.

const LOCALE = "en-GB";
const makers = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!makers.has(key)) makers.set(key, new Intl.DateTimeFormat(LOCALE, { timeZone: zone, ...options }));
  return makers.get(key);
}

const show = (epoch, zone, options) => format(zone, options).format(new Date(epoch * 1000));

export const clockTime = (epoch, zone) => show(epoch, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
export const fullTime = (epoch, zone) =>
  show(epoch, zone, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
export const shortDay = (epoch, zone) => show(epoch, zone, { weekday: "short", day: "numeric", month: "short" });

/** The local date as "2023-05-23". */
export function dayKey(epoch, zone) {
  const parts = Object.fromEntries(
    format(zone, { year: "numeric", month: "2-digit", day: "2-digit" })
      .formatToParts(new Date(epoch * 1000))
      .map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** "Kyiv" for "Europe/Kyiv". */
export const zoneName = (zone) => zone.split("/").pop().replaceAll("_", " ");

const dayNumber = (epoch, zone) => Date.parse(`${dayKey(epoch, zone)}T00:00:00Z`) / 86400000;

function nearDay(epoch, now, zone) {
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[dayNumber(epoch, zone) - dayNumber(now, zone)];
}

const sameYear = (epoch, now, zone) => dayKey(epoch, zone).slice(0, 4) === dayKey(now, zone).slice(0, 4);

/** What stands on the line between two days of messages. */
export function dayTitle(epoch, now, zone) {
  const near = nearDay(epoch, now, zone);
  if (near) return near[0].toUpperCase() + near.slice(1);
  const year = sameYear(epoch, now, zone) ? {} : { year: "numeric" };
  return show(epoch, zone, { weekday: "long", day: "numeric", month: "long", ...year });
}

/** "14:02" today, "yesterday at 14:02", "23 May at 14:02". */
export function briefTime(epoch, now, zone) {
  const time = clockTime(epoch, zone);
  const near = nearDay(epoch, now, zone);
  if (near === "today") return `today at ${time}`;
  return `${near ?? slackDate(epoch, "{date_short}", now, zone)} at ${time}`;
}

function ago(epoch, now) {
  const units = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];
  const gap = Math.abs(now - epoch);
  for (const [unit, seconds] of units) {
    if (gap >= seconds) {
      const count = Math.floor(gap / seconds);
      const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
      return epoch <= now ? `${words} ago` : `in ${words}`;
    }
  }
  return epoch <= now ? "just now" : "in a moment";
}

/** Slack's date formats (docs: formatting-message-text, "Date formatting"), in one zone. */
export function slackDate(epoch, pattern, now, zone) {
  const year = sameYear(epoch, now, zone) ? {} : { year: "numeric" };
  const dates = {
    date_num: () => dayKey(epoch, zone),
    date: () => show(epoch, zone, { day: "numeric", month: "long", ...year }),
    date_short: () => show(epoch, zone, { day: "numeric", month: "short", ...year }),
    date_long: () => show(epoch, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    day_divider_pretty: () => dayTitle(epoch, now, zone),
    time: () => clockTime(epoch, zone),
    time_secs: () => show(epoch, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }),
    ago: () => ago(epoch, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    if (dates[name]) return dates[name]();
    const plain = name.replace(/_pretty$/, "");
    if (plain === name || !dates[plain]) return whole;
    return nearDay(epoch, now, zone) ?? dates[plain]();
  });
}

/** Minutes the zone is ahead of UTC at that moment. */
function offsetAt(epoch, zone) {
  const wall = show(epoch, zone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const [, day, month, year, hour, minute] = /(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(wall);
  return Date.UTC(year, month - 1, day, hour, minute) / 60000 - Math.floor(epoch / 60);
}

/** "2023-05-23T14:02" on the wall of a zone, as epoch seconds. */
export function wallToEpoch(wall, zone) {
  const asUtc = Date.parse(`${wall}:00Z`) / 1000;
  const first = asUtc - offsetAt(asUtc, zone) * 60;
  return asUtc - offsetAt(first, zone) * 60; // a second look settles the hours round a clock change
}

export const epochToWall = (epoch, zone) => `${dayKey(epoch, zone)}T${clockTime(epoch, zone)}`;
