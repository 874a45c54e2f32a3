// SPDX-License-Identifier: Apache-2.0
// Zulu first and large, local second with its offset; ages stand beside absolute times.
// The station's clock counts: the browser's own only carries it from second to second.

import { meta, word } from "/static/words.js";

let station_ms = Number(meta("now")) || Date.now();
let read_at = performance.now();

/** @param {number} now_ms */
export function setClock(now_ms) {
  station_ms = now_ms;
  read_at = performance.now();
}

export const now = () => station_ms + (performance.now() - read_at);

/** @param {number} seconds */
function age(seconds) {
  if (seconds < -1) return word("ahead");
  const n = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(n / 60);
  if (minutes < 1) return word("age_s", { n });
  if (minutes < 60) return word("age_min", { n: minutes });
  if (minutes < 48 * 60) return word("age_h", { h: Math.floor(minutes / 60), n: minutes % 60 });
  return word("age_d", { n: Math.floor(minutes / 1440) });
}

/** @param {number} minutes */
function offset(minutes) {
  const size = Math.abs(minutes);
  const rest = size % 60 ? `:${String(size % 60).padStart(2, "0")}` : "";
  return `${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** Day and time as a watch writes them, `230934Z`. @param {number} ms */
export function dtg(ms) {
  const date = new Date(ms);
  return `${two(date.getUTCDate())}${two(date.getUTCHours())}${two(date.getUTCMinutes())}Z`;
}

function draw() {
  const date = new Date(now());
  const zulu = document.getElementById("zulu");
  const local = document.getElementById("local");
  if (zulu) {
    zulu.textContent = `${date.toISOString().slice(11, 19)}Z`;
    zulu.dateTime = date.toISOString();
  }
  if (local) {
    local.textContent = word("local", {
      time: `${two(date.getHours())}:${two(date.getMinutes())}`,
      offset: offset(-date.getTimezoneOffset()),
    });
  }
  for (const place of document.querySelectorAll("[data-clock]")) {
    const { clock } = place.dataset;
    const theirs = clock ? new Date(date.getTime() + Number(clock)) : null;
    const time = theirs ? `${theirs.toISOString().slice(11, 19)}Z` : "";
    if (place.textContent !== time) place.textContent = time;
  }
  for (const place of document.querySelectorAll("[data-hands]")) {
    const there = new Date(date.getTime() + Number(place.dataset.hands) * 60_000);
    const hands = there.toISOString().slice(11, 19);
    if (place.textContent !== hands) place.textContent = hands;
  }
  for (const place of document.querySelectorAll("[data-at]")) {
    const at_ms = Number(place.dataset.at);
    const text = at_ms ? age((date.getTime() - at_ms) / 1000) : null;
    if (text !== null && place.textContent !== text) place.textContent = text;
  }
}

export function startClock() {
  draw();
  setInterval(draw, 1000);
}
