// SPDX-License-Identifier: Apache-2.0
// Decides what sounds and flashes from what waits.  Silence lasts 30 s at every screen and
// acknowledges nothing; a loud message that was not there when it was asked breaks it.

import { dtg } from "/static/clock.js";
import { Hearing } from "/static/hearing.js";
import { word } from "/static/words.js";

const SILENCE_MS = 30_000;
const CHIME_AGAIN_MS = 300_000;
const LOOPS = ["FLASH", "IMMEDIATE"];
const LOUD = new Set(LOOPS);

/** @param {string} id */
const at = (id) => document.getElementById(id);

export class Alarm {
  /** @param {import("/static/sound.js").Sound} sound */
  constructor(sound) {
    this.sound = sound;
    this.hearing = new Hearing(sound, () => this.draw());
    this.waiting = [];
    this.standing = [];
    this.known = new Set();
    this.silencedUntil = 0;
    this.chimed = -Infinity;
    this.stale = false;
    this.title = document.title;
    setInterval(() => this.draw(), 1000);
  }

  /** @param {{waiting: [string, string][], standing: string[], first: any, silence_left_ms: number}} frame */
  update(frame) {
    const arrived = frame.waiting.filter(([ref]) => !this.known.has(ref));
    const raised = frame.standing.filter((id) => !this.known.has(id));
    this.known = new Set([...frame.waiting.map(([ref]) => ref), ...frame.standing]);
    this.waiting = frame.waiting;
    this.standing = frame.standing;
    if (arrived.some(([, precedence]) => LOUD.has(precedence))) this.unsilence();
    if (arrived.some(([, precedence]) => precedence === "PRIORITY") || raised.length) {
      this.chimed = -Infinity;
    }
    if (frame.silence_left_ms > 0 && !this.isSilenced) this.silenceFor(frame.silence_left_ms);
    if (arrived.length) this.say(arrived, frame.first);
    this.draw();
  }

  /** @param {[string, string][]} arrived @param {any} first */
  say(arrived, first) {
    const loud = arrived.some(([, precedence]) => LOUD.has(precedence));
    const place = at(loud ? "say-loud" : "say");
    if (place && first) place.textContent = word("said", first);
  }

  /** @param {boolean} stale */
  setStale(stale) {
    if (stale === this.stale) return;
    this.stale = stale;
    if (stale) this.unsilence();
    this.draw();
  }

  /** Here at once, and through the station at every other screen. */
  silence() {
    if (!this.tone) return;
    this.silenceFor(SILENCE_MS);
    fetch("/silence", { method: "POST", headers: { Accept: "application/json" } }).catch(() => {
      // A station that cannot be reached is said by the stale banner; this screen is quiet.
    });
  }

  /** A test is of what sounds in earnest, so no silence lies over it. */
  test() {
    this.unsilence();
    this.hearing.test();
  }

  /** @param {number} left_ms */
  silenceFor(left_ms) {
    this.silencedUntil = Date.now() + left_ms;
    this.sound.silence(left_ms / 1000);
    this.draw();
  }

  unsilence() {
    this.silencedUntil = 0;
    this.sound.silence(0);
  }

  get isSilenced() {
    return Date.now() < this.silencedUntil;
  }

  /** The tone that should sound now, or "". */
  get tone() {
    const loudest = LOOPS.find((name) => this.waiting.some(([, p]) => p === name));
    return loudest ?? (this.stale ? "STALE" : "");
  }

  get audible() {
    return Boolean(this.tone) && this.sound.runs && !this.isSilenced;
  }

  chime() {
    const due = this.standing.length || this.waiting.some(([, p]) => p === "PRIORITY");
    if (!due || !this.sound.runs || this.tone) return;
    if (performance.now() - this.chimed < CHIME_AGAIN_MS) return;
    this.chimed = performance.now();
    this.sound.play("PRIORITY");
  }

  draw() {
    // A loop begun while silenced would sound: it is begun when the silence ends.
    const loops = [this.tone, this.stale ? "STALE" : "", this.hearing.testing ? "FLASH" : ""]
      .filter(Boolean);
    const begun = loops.every((name) => this.sound.playing.has(name));
    if (!this.isSilenced || begun) this.sound.only(loops);
    if (!this.isSilenced) this.chime();
    this.drawSigns();
  }

  /** @param {"unarmed" | "untested" | "armed"} state */
  label(state) {
    if (state === "unarmed") return word("sound_off");
    if (this.audible) return word("sounding", { tone: this.tone });
    if (state === "untested") return word("sound_untested");
    return word("sound_on", { time: dtg(this.hearing.heard_ms) });
  }

  /** Say what is wrong with the sound, in the bar at the foot of every page. */
  drawHearing() {
    const { trouble, armed, played, deaf } = this.hearing;
    if (at("unarmed")) at("unarmed").hidden = !trouble;
    for (const each of at("unarmed")?.querySelectorAll("[data-trouble]") ?? []) {
      each.hidden = each.dataset.trouble !== trouble;
    }
    const bar = at("untested");
    if (bar) bar.hidden = Boolean(trouble) || armed;
    for (const each of bar?.querySelectorAll("[data-deaf]") ?? []) {
      each.hidden = (each.dataset.deaf === "yes") !== deaf;
    }
    for (const each of bar?.querySelectorAll("[data-heard]") ?? []) each.hidden = !played;
    return trouble ? "unarmed" : armed ? "armed" : "untested";
  }

  drawSigns() {
    const root = document.documentElement.dataset;
    const state = this.drawHearing();
    if (root.sound !== state) root.sound = state;
    const tone = this.tone && this.isSilenced ? "silenced" : this.tone || "none";
    if (root.tone !== tone) root.tone = tone;
    const place = at("sound");
    const label = this.label(state);
    if (place && place.textContent !== label) place.textContent = label;
    const strip = at("silenced");
    if (strip) {
      strip.hidden = !(this.tone && this.isSilenced);
      const left = Math.ceil((this.silencedUntil - Date.now()) / 1000);
      strip.firstElementChild.textContent = strip.hidden ? "" : word("silenced", { n: left });
    }
    const [, precedence] = this.waiting[0] ?? [];
    const title = precedence ? `${word("waiting_one", { precedence })} · ${this.title}` : this.title;
    if (document.title !== title) document.title = title;
    const icon = document.querySelector('link[rel="icon"]');
    const href = precedence ? "/static/icon-alarm.svg" : "/static/icon.svg";
    if (icon && icon.getAttribute("href") !== href) icon.setAttribute("href", href);
  }
}
