// Light or dark: as the system has it, until the switch is used; then as it was last set.

const KEY = "counterclaim-theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = [];

function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    /* private windows may refuse; the theme then lasts as long as the page */
  }
}

export function startTheme() {
  set(remembered());
  system.addEventListener("change", () => listeners.forEach((listener) => listener()));
}

function set(theme) {
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  listeners.forEach((listener) => listener());
}

export const onTheme = (listener) => listeners.push(listener);
export const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

export function flipTheme() {
  const theme = isDark() ? "light" : "dark";
  remember(theme);
  set(theme);
}
