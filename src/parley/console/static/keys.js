// SPDX-License-Identifier: Apache-2.0
// One key map.  No key acknowledges by itself: A only goes to the button.

/** @param {string} selector @returns {HTMLElement | null} */
const find = (selector) => document.querySelector(selector);

/** @param {number} step */
function move(step) {
  const rows = [...document.querySelectorAll(".row-link")];
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}

function open() {
  const row = document.activeElement?.closest(".row-link") ?? find(".top-facts a, .row-link");
  row?.click();
}

function escape() {
  if (location.pathname !== "/") location.assign("/");
  else document.activeElement?.blur();
}

/** @param {{silence: () => void}} acts */
export function startKeys(acts) {
  const letters = document.documentElement.dataset.keys !== "off";
  const dialog = find("#keys");
  /** @type {Record<string, () => void>} */
  const map = {
    a: () => find("#acknowledge")?.focus(),
    s: acts.silence,
    j: () => move(1),
    k: () => move(-1),
    o: open,
    l: () => location.assign("/links"),
    w: () => location.assign("/wire"),
    h: () => location.assign("/handover"),
    n: () => location.assign("/write"),
    "?": () => dialog?.showModal(),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    // Whoever types loses no word by it: the first press leaves the field.
    if (event.key === "Escape" && !dialog?.open) typing ? typing.blur() : escape();
    if (typing || dialog?.open || !letters || event.repeat) return;
    const act = map[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
