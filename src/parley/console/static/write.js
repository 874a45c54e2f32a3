// SPDX-License-Identifier: Apache-2.0
// Keeps what is being written at the station, and shows what would become of it.
// Without this file the two buttons of the page do the same.

import { fill } from "/static/draw.js";
import { post } from "/static/screen_key.js";
import { put, word } from "/static/words.js";

const PAUSE_MS = 900; // after the last key
const AT_LEAST_MS = 3000; // however long somebody types without a pause

const form = /** @type {HTMLFormElement} */ (document.getElementById("write"));
const saved = document.getElementById("saved");
const look = document.getElementById("look");
const read = document.getElementById("read-box");

let timer = 0;
let since = 0; // when the oldest change was made that is not kept
let asking = false;
let again = false;
let leaving = false;

/** @param {any} said */
function show(said) {
  fill(look, said.page.look, said);
  read.hidden = !said.page.look.unread_any;
  const box = /** @type {HTMLInputElement} */ (read.firstElementChild);
  box.value = said.page.look.read;
  box.checked = said.page.look.read_on;
  if (said.slot) {
    form.elements.slot.value = said.slot;
    form.elements.version.value = said.version;
    history.replaceState(null, "", `/write?slot=${said.slot}`);
  }
  saved.classList.toggle("warn", Boolean(said.fault));
  const { what, kept, do: act, code } = said.fault ?? {};
  saved.textContent = said.fault ? [what, kept, act, code].join(" ") : said.saved;
}

async function keep() {
  clearTimeout(timer);
  since = 0;
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    const answer = await post("/write/look", new FormData(form));
    const said = await answer.json();
    if (said.page) show(said);
    else if (said.fault) saved.textContent = [said.fault.what, said.fault.code].join(" ");
  } catch {
    saved.classList.add("warn");
    saved.textContent = word("not_kept");
    timer = setTimeout(keep, AT_LEAST_MS);
  } finally {
    asking = false;
  }
  if (again) {
    again = false;
    keep();
  }
}

form.addEventListener("input", () => {
  if (leaving) return;
  since ||= Date.now();
  clearTimeout(timer);
  const patience = Math.max(0, Math.min(PAUSE_MS, since + AT_LEAST_MS - Date.now()));
  timer = setTimeout(keep, patience);
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  if (leaving) return;
  const filing = event.submitter?.getAttribute("formaction") === null;
  if (!filing) return keep();
  leaving = true;
  clearTimeout(timer);
  const place = form.querySelector("[data-told]");
  try {
    // What is under way comes first: the version it makes is the one that is filed.
    while (asking) await new Promise((done) => setTimeout(done, 50));
    const answer = await post("/write/file", new FormData(form));
    const said = await answer.json();
    if (said.go) return location.assign(said.go);
    place.textContent = put("{what} {kept} {then} {do} {code}", said.fault);
  } catch {
    place.textContent = word("not_reached_plain");
  }
  place.hidden = false;
  leaving = false;
});
