// SPDX-License-Identifier: Apache-2.0
// Makes the tones.  A tone is one looping buffer, started by the event itself: a hidden
// page's timers may come once a minute, its sound must not.  Silence is written into
// the gain's own schedule, so the sound returns on time even if no timer runs.

const RATE = 22050;
const LEVEL = 0.3;

/** Pulses as [start s, length s, Hz]; `cycle` is the length of the loop in seconds. */
const TONES = {
  FLASH: { cycle: 1, pulses: [[0, 0.22, 880], [0.22, 0.22, 660]] },
  IMMEDIATE: { cycle: 3, pulses: [[0, 0.16, 740], [0.28, 0.16, 740], [0.56, 0.16, 740]] },
  PRIORITY: { cycle: 0, pulses: [[0, 0.4, 587], [0.3, 0.6, 440]] },
  STALE: { cycle: 10, pulses: [[0, 0.3, 330], [0.5, 0.3, 330], [1, 0.3, 330]] },
};
const CHIRP = { length: 0.14, from: 1200, to: 2000 };

/** @param {Float32Array} wave @param {number} start @param {number} length @param {(t: number) => number} hertz */
function pulse(wave, start, length, hertz) {
  const ramp = 0.008;
  for (let n = 0, phase = 0; n < length * RATE; n += 1) {
    const t = n / RATE;
    phase += (2 * Math.PI * hertz(t)) / RATE;
    const edge = Math.min(1, t / ramp, (length - t) / ramp);
    const at = Math.floor(start * RATE) + n;
    if (at < wave.length) wave[at] += Math.sin(phase) * edge;
  }
}

export class Sound {
  /** @param {boolean} real @param {() => void} changed */
  constructor(real, changed) {
    this.real = real; // in an exercise a chirp comes before every tone
    this.playing = new Map();
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.context.onstatechange = changed;
    const arm = () => this.arm();
    for (const kind of ["pointerdown", "keydown", "click"]) addEventListener(kind, arm);
  }

  /** A browser allows sound after one click or key anywhere on the page. */
  arm() {
    if (this.context.state !== "running") this.context.resume();
  }

  get runs() {
    return this.context.state === "running";
  }

  /** @param {keyof typeof TONES} name */
  buffer(name) {
    const { cycle, pulses } = TONES[name];
    const lead = this.real ? 0 : CHIRP.length + 0.06;
    const end = Math.max(...pulses.map(([start, length]) => start + length));
    const seconds = Math.max(cycle, lead + end);
    const buffer = this.context.createBuffer(1, Math.ceil(seconds * RATE), RATE);
    const wave = buffer.getChannelData(0);
    if (lead) {
      pulse(wave, 0, CHIRP.length, (t) => CHIRP.from + ((CHIRP.to - CHIRP.from) * t) / CHIRP.length);
    }
    for (const [start, length, hertz] of pulses) pulse(wave, lead + start, length, () => hertz);
    return buffer;
  }

  /** @param {keyof typeof TONES} name */
  play(name) {
    if (this.playing.has(name)) return;
    const source = new AudioBufferSourceNode(this.context, {
      buffer: this.buffer(name),
      loop: TONES[name].cycle > 0,
    });
    const gain = new GainNode(this.context, { gain: LEVEL });
    source.connect(gain).connect(this.context.destination);
    source.onended = () => this.stop(name);
    source.start();
    this.playing.set(name, { source, gain });
  }

  /** @param {string} name */
  stop(name) {
    const found = this.playing.get(name);
    if (!found) return;
    this.playing.delete(name);
    found.source.onended = null;
    found.source.stop();
    found.gain.disconnect();
  }

  /** Let exactly these loops sound. @param {string[]} names */
  only(names) {
    for (const name of this.playing.keys()) {
      if (TONES[name].cycle > 0 && !names.includes(name)) this.stop(name);
    }
    for (const name of names) this.play(name);
  }

  /** @param {number} seconds */
  silence(seconds) {
    const now = this.context.currentTime;
    for (const { gain } of this.playing.values()) {
      gain.gain.cancelScheduledValues(now);
      gain.gain.setValueAtTime(0, now);
      gain.gain.setValueAtTime(LEVEL, now + seconds);
    }
  }
}
