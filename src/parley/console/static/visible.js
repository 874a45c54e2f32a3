// SPDX-License-Identifier: Apache-2.0
// Draws a text so that nothing in it is invisible, and reads back exactly what was drawn.
// The digest of a release is computed from what `textOf` reads from the page.

import { word } from "/static/words.js";

const HIDDEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Variation_Selector}\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]|(?! )\p{Zs}/u;
// As in `shown.py`: a line without end would stop the page while it is laid out.
const WHOLE_CHARACTERS_MAX = 20_000;
const LINE_CHARACTERS_MAX = 2_000;
const KEPT = new Set(["\n", "\t"]);
const WORD = /[\p{L}\p{M}]+/gu;
const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Armenian", "Hebrew", "Arabic", "Devanagari"];
const SCRIPT = SCRIPTS.map((name) => [name, new RegExp(`\\p{Script=${name}}`, "u")]);

/** @param {string} char */
const codePoint = (char) => `U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

/** @param {string} char */
const scriptOf = (char) => SCRIPT.find(([, found]) => found.test(char))?.[0] ?? "";

/** The places of letters that do not belong to the first script of their word.
 * @param {string} text @returns {Map<number, string>} */
function strangers(text) {
  const found = new Map();
  for (const hit of text.matchAll(WORD)) {
    const first = scriptOf([...hit[0]][0]);
    let at = hit.index;
    for (const char of hit[0]) {
      const script = scriptOf(char);
      if (script && first && script !== first) found.set(at, script);
      at += char.length;
    }
  }
  return found;
}

/** @param {string} raw @param {string} name */
function mark(raw, name) {
  const place = document.createElement("span");
  const label = document.createElement("span");
  place.className = "mark";
  place.dataset.raw = raw;
  label.className = "mark-name";
  label.textContent = ` ${name}`;
  place.append(codePoint(raw), label);
  return place;
}

/** What stands between two parts of one line; it is no character of the text. */
function goesOn() {
  const place = document.createElement("span");
  place.className = "mark goes-on";
  place.dataset.raw = "";
  place.textContent = word("goes_on");
  return place;
}

/** @param {Element} place @param {string} text */
export function drawText(place, text) {
  const odd = strangers(text);
  const parted = text.length > WHOLE_CHARACTERS_MAX;
  const parts = [];
  let plain = "";
  let at = 0;
  let column = 0;
  for (const char of text) {
    const script = odd.get(at);
    const hidden = HIDDEN.test(char) && !KEPT.has(char);
    at += char.length;
    column = char === "\n" ? 0 : column + 1;
    if (parted && column > LINE_CHARACTERS_MAX) {
      parts.push(plain, goesOn());
      plain = "";
      column = 1;
    }
    if (!script && !hidden) {
      plain += char;
      continue;
    }
    parts.push(plain, mark(char, script ? `${char} ${script.toUpperCase()}` : ""));
    plain = "";
  }
  place.replaceChildren(...parts, plain);
}

/** @param {Element} place @returns {string} */
export function textOf(place) {
  let text = "";
  for (const part of place.childNodes) {
    text += part instanceof HTMLElement ? part.dataset.raw : part.textContent;
  }
  return text;
}
