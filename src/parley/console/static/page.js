// SPDX-License-Identifier: Apache-2.0
// Brings a page the server drew to life.  Without this file everything but sound and
// live redrawing still works.

import { Alarm } from "/static/alarm.js";
import { setClock, startClock } from "/static/clock.js";
import { drawRuns, fill } from "/static/draw.js";
import { startKeys } from "/static/keys.js";
import { Live, STALE_MS } from "/static/live.js";
import { post } from "/static/screen_key.js";
import { NotSigned, submitSigned } from "/static/sign.js";
import { Sound } from "/static/sound.js";
import { meta, put, word } from "/static/words.js";

const AGAIN_MS = 30_000; // ages and words of facts change without an event
const JUST_NOW_MS = 700;
const HERE_MS = 60_000; // how often a moving finger is told of

const root = document.documentElement.dataset;
const at = (/** @type {string} */ id) => document.getElementById(id);
const FRAME = "/frame.json";
const picture = document.body.dataset.picture ?? "/board.json";

let seq = Number(meta("seq")) || 0;
let looking = false;
let lookOnce = false;
let failingSince = Infinity; // since when no question was answered
let begun = 0; // questions asked, by number
let liveFrom = Infinity; // the first whose answer is of the present
let topRef = at("top")?.firstElementChild?.dataset.key ?? "";
let topSwapped = -Infinity;

const sound = new Sound(root.mode === "LIVE", () => alarm.draw());
const alarm = new Alarm(sound);

/** Ask for the picture again; however many events come, one question is under way. */
async function look() {
  if (looking) {
    lookOnce = true;
    return;
  }
  looking = true;
  begun += 1;
  const number = begun;
  try {
    const answer = await ask(picture);
    draw(answer.ok ? await answer.json() : await frameAlone(answer));
    failingSince = Infinity;
    if (number >= liveFrom) show("live");
  } catch {
    // The wire finds out whether the station is silent; one question lost says nothing.
    // A station that beats and answers nothing is as good as silent.
    failingSince = Math.min(failingSince, performance.now());
    const failed_ms = performance.now() - failingSince;
    if (failed_ms > STALE_MS) state("stale", failed_ms);
    setTimeout(look, 1000);
  } finally {
    looking = false;
  }
  if (lookOnce) {
    lookOnce = false;
    look();
  }
}

/** @param {string} path */
const ask = (path) =>
  fetch(path, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(4000),
  });

/** What is left of a page that the station refuses: its frame, so that it still alarms.
 * @param {Response} refusal */
async function frameAlone(refusal) {
  const { fault } = await refusal.json();
  const answer = await ask(FRAME);
  if (!fault || !answer.ok) throw new Error("no picture");
  return { frame: (await answer.json()).frame, fault };
}

/** @param {any} fault */
function tellRefused(fault) {
  const place = at("refused");
  place.hidden = !fault;
  const words = fault ? inWords(fault) : "";
  if (place.lastElementChild.textContent !== words) place.lastElementChild.textContent = words;
}

/** @param {any} whole */
function draw(whole) {
  const { frame, fault } = whole;
  seq = frame.seq;
  setClock(frame.now_ms);
  fill(document.body, frame, whole);
  tellRefused(fault);
  const ref = at("top")?.firstElementChild?.dataset.key ?? "";
  if (ref !== topRef && topRef) topSwapped = performance.now();
  topRef = ref;
  noteShown();
  alarm.update(frame);
}

/** Remember when what a form would sign became another. */
function noteShown() {
  for (const place of document.querySelectorAll('input[name="shown"]')) {
    if (place.was !== undefined && place.was !== place.value) place.since = performance.now();
    place.was = place.value;
  }
}

/** @param {HTMLFormElement} form whether it shows what it showed when a finger set out */
const isSettled = (form) =>
  performance.now() - (form.elements.namedItem("shown")?.since ?? -Infinity) > JUST_NOW_MS;

/** @param {[string, string][] | null} runs */
function tell(runs) {
  const place = at("told");
  if (!place || !runs) return;
  place.hidden = false;
  drawRuns(place, runs);
  // Not to the next alarm's button: a second Enter must not acknowledge unread text.
  place.focus();
}

/** @param {string} text */
function complain(text) {
  const place = at("fault");
  place.hidden = !text;
  place.firstElementChild.textContent = text;
}

/** @param {HTMLFormElement} form */
async function acknowledge(form) {
  const button = form.querySelector("button");
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  try {
    const said = await submitSigned(form);
    if (said.go) return location.assign(said.go);
    complain(said.fault ? inWords(said.fault) : "");
    await look();
    tell(said.told ?? null);
  } catch (refusal) {
    complain(refusal instanceof NotSigned ? refusal.message : word("not_reached"));
  } finally {
    button.ariaDisabled = null;
  }
}

/** @param {any} fault */
const inWords = (fault) => [fault.what, fault.kept, fault.then, fault.do, fault.code].join(" ");

/** Any other form that is signed, or that comes from a screen with a key of its own.
 * @param {HTMLFormElement} form */
async function give(form) {
  const button = form.querySelector("button");
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  const place = form.querySelector("[data-told]");
  if (place) {
    place.hidden = false;
    place.textContent = root.bound === "yes" ? word("key_touch") : "";
  }
  let told = "";
  try {
    const said = await submitSigned(form);
    if (said.go) {
      location.assign(said.go);
      if (said.go.split("#")[0] === location.pathname) location.reload();
      return;
    }
    if (said.fault) told = inWords(said.fault);
  } catch (refusal) {
    told = refusal instanceof NotSigned ? refusal.message : word("not_reached_plain");
  }
  button.ariaDisabled = null;
  if (place) place.textContent = told;
  else complain(told);
}

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.act !== "acknowledge") {
    const ours = form.method === "post" && !form.dataset.key;
    if (!ours || (form.dataset.sign === undefined && root.bound !== "yes")) return;
    event.preventDefault();
    if (isSettled(form)) give(form);
    else complain(word("changed"));
    return;
  }
  event.preventDefault();
  // Nobody meant to acknowledge what took this place under his finger.
  if (performance.now() - topSwapped < JUST_NOW_MS) complain(word("swapped"));
  else acknowledge(form);
});

addEventListener("click", (event) => {
  const target = event.target.closest?.("[data-act], [data-heard]");
  if (target?.dataset.act === "silence") alarm.silence();
  if (target?.dataset.act === "test-sound") alarm.test();
  if (target?.dataset.heard) alarm.hearing.say(target.dataset.heard === "yes");
});

/** @param {"live" | "joining" | "stale"} name @param {number} silence_ms */
function state(name, silence_ms) {
  if (name !== "live") {
    liveFrom = Infinity;
    show(name, silence_ms);
  } else if (root.screen !== "live" && liveFrom === Infinity) {
    // The station speaks again; what stands here is live once it has been asked again.
    liveFrom = begun + 1;
    look();
  }
}

/** @param {"live" | "joining" | "stale"} name @param {number} silence_ms */
function show(name, silence_ms = 0) {
  const stale = name === "stale";
  if (root.screen !== name) {
    root.screen = name;
    at("live").textContent = word(`screen_${name}`);
  }
  alarm.setStale(stale);
  at("stale").hidden = !stale;
  const what = stale ? put(meta("stale"), { seconds: Math.round(silence_ms / 1000) }) : "";
  if (at("stale-what").textContent !== what) at("stale-what").textContent = what;
}

let toldHere = performance.now();
for (const kind of ["keydown", "pointerdown"]) {
  addEventListener(kind, () => {
    if (root.bound !== "yes" || performance.now() - toldHere < HERE_MS) return;
    toldHere = performance.now();
    post("/desk/here", {}).catch(() => {});
  });
}

addEventListener("beforeprint", () => {
  post("/printed", { page: location.pathname }).catch(() => {
    // A station that cannot be reached is said by the stale banner; the paper comes anyway.
  });
});

at("deaf").hidden = true;
noteShown();
startClock();
startKeys({ silence: () => alarm.silence() });
alarm.draw();
new Live({
  after: () => seq,
  presence: () => ({
    armed: alarm.hearing.armed,
    audible: alarm.audible,
    visible: document.visibilityState === "visible",
  }),
  look,
  state,
});
look();
setInterval(look, AGAIN_MS);
