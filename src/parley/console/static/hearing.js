// SPDX-License-Identifier: Apache-2.0
// Whether anybody would hear this screen.  That its sound was refused or has stopped, a
// page finds out.  That its tab is muted or a loudspeaker turned down, it cannot know:
// so a screen counts only once a person has said that he heard the alarm at it.

import { now } from "/static/clock.js";

const KEPT = "parley-heard"; // for this tab, over its pages; gone with it
const TEST_MS = 3000;

export class Hearing {
  /** @param {import("/static/sound.js").Sound} sound @param {() => void} changed */
  constructor(sound, changed) {
    this.sound = sound;
    this.changed = changed;
    this.ran = false;
    this.testing = false;
    this.played = false; // a test was played here, so somebody can say what he heard
    this.deaf = false; // he said that he heard nothing
  }

  /** What the page itself knows to be wrong: "refused", "stopped", or "" for nothing. */
  get trouble() {
    if (this.sound.runs) {
      this.ran = true;
      return "";
    }
    // Sound that ran and stopped comes back otherwise, perhaps: it is heard anew.
    if (this.ran) sessionStorage.removeItem(KEPT);
    return this.ran ? "stopped" : "refused";
  }

  /** When a person heard it here, by the station's clock; 0: nobody yet. */
  get heard_ms() {
    return Number(sessionStorage.getItem(KEPT)) || 0;
  }

  get armed() {
    return !this.trouble && this.heard_ms > 0;
  }

  /** Sound the loudest tone for a while, for somebody to say whether he hears it. */
  test() {
    this.sound.arm();
    this.testing = true;
    this.played = true;
    this.changed();
    setTimeout(() => {
      this.testing = false;
      this.changed();
    }, TEST_MS);
  }

  /** @param {boolean} heard what a person says of the test that was played here */
  say(heard) {
    if (!this.played) return;
    this.deaf = !heard;
    if (heard) sessionStorage.setItem(KEPT, String(Math.round(now())));
    else sessionStorage.removeItem(KEPT);
    this.changed();
  }
}
