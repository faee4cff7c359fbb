// The emoji a verification desk is likely to meet, by Slack's names. An unknown name stays as typed.

const NAMES = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", ok_hand: "👌", wave: "👋", pray: "🙏", clap: "👏", muscle: "💪",
  eyes: "👀", eye: "👁", mag: "🔍", mag_right: "🔎", white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️",
  x: "❌", negative_squared_cross_mark: "❎", no_entry: "⛔", no_entry_sign: "🚫", warning: "⚠️", exclamation: "❗", question: "❓",
  grey_question: "❔", grey_exclamation: "❕", bangbang: "‼️", interrobang: "⁉️", rotating_light: "🚨", fire: "🔥", zap: "⚡", boom: "💥",
  bell: "🔔", no_bell: "🔕", hourglass: "⌛", hourglass_flowing_sand: "⏳", alarm_clock: "⏰", stopwatch: "⏱", calendar: "📆", date: "📅",
  spiral_calendar_pad: "🗓", clock9: "🕘", zzz: "💤", memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋", newspaper: "📰", page_facing_up: "📄",
  bookmark: "🔖", bookmark_tabs: "📑", label: "🏷", link: "🔗", paperclip: "📎", pushpin: "📌", round_pushpin: "📍", scroll: "📜", books: "📚",
  file_folder: "📁", card_index_dividers: "🗂", wastebasket: "🗑", inbox_tray: "📥", outbox_tray: "📤", speech_balloon: "💬", thought_balloon: "💭",
  left_speech_bubble: "🗨", mega: "📣", loudspeaker: "📢", studio_microphone: "🎙", camera: "📷", movie_camera: "🎥", tv: "📺", satellite: "📡",
  red_circle: "🔴", large_blue_circle: "🔵", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", white_circle: "⚪",
  black_circle: "⚫", large_red_square: "🟥", large_green_square: "🟩", large_yellow_square: "🟨", small_red_triangle: "🔺", small_blue_diamond: "🔹",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄", repeat: "🔁", heavy_plus_sign: "➕",
  scales: "⚖️", shield: "🛡", key: "🔑", gear: "⚙️", wrench: "🔧", bulb: "💡", information_source: "ℹ️", new: "🆕", sos: "🆘", tada: "🎉",
  star: "⭐", sparkles: "✨", heart: "❤️", smile: "😄", slightly_smiling_face: "🙂", thinking_face: "🤔", sob: "😭", joy: "😂", robot_face: "🤖",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", raised_hand: "✋", point_right: "👉", handshake: "🤝", world_map: "🗺", earth_africa: "🌍",
};

/** The character for a Slack emoji name, or undefined. */
export const emojiFor = (name) => NAMES[name.replace(/::skin-tone-\d$/, "")];

/** The character for the hyphenated code points of a rich_text emoji ("1f600-1f3fd"), or undefined. */
export function emojiFromCodes(codes) {
  if (!/^[0-9a-f]{2,6}(-[0-9a-f]{2,6})*$/i.test(codes ?? "")) return undefined;
  return String.fromCodePoint(...codes.split("-").map((code) => Math.min(parseInt(code, 16), 0x10ffff)));
}

/** Text with :names: replaced, for plain_text objects with `emoji`. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojiFor(name) ?? whole);
