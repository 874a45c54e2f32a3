// SPDX-License-Identifier: Apache-2.0
// Keeps the wire to the station: connects, proves every two seconds that both ends
// live, connects again within a second, and says so when the station falls silent.
// It cannot know why it is silent, and never guesses.

const BEAT_MS = 2000;
export const STALE_MS = 4500; // two beats missed; shown within 5 s on a busy machine too
const TICK_MS = 100;
const AGAIN_MS = 800;
const OPENING_MS = 6000;

const moment = () => ({ mono: performance.now(), wall: Date.now() });

/** How long ago.  A machine that slept has stopped one of the clocks: the longer counts.
 * @param {{mono: number, wall: number}} then */
const since = (then) => Math.max(performance.now() - then.mono, Date.now() - then.wall);

export class Live {
  /**
   * @param {{
   *   after: () => number,
   *   presence: () => object,
   *   look: () => void,
   *   state: (name: "live" | "joining" | "stale", silence_ms: number) => void,
   * }} screen
   */
  constructor(screen) {
    this.screen = screen;
    this.heard = moment();
    this.ran = moment(); // when this page did anything last
    this.tried = -Infinity;
    this.told = 0;
    this.socket = null; // the one that speaks
    this.pending = new Map(); // attempts, by when they began
    setInterval(() => this.tick(), TICK_MS);
    // Another page of ours may have come back from the browser's own store.
    addEventListener("pageshow", (event) => event.persisted && this.screen.look());
    // A page that was frozen, or whose machine slept, finds out before it paints.
    for (const kind of ["visibilitychange", "resume"]) {
      document.addEventListener(kind, () => this.tick());
    }
    this.connect();
  }

  connect() {
    this.tried = performance.now();
    const url = new URL(`/live?after=${this.screen.after()}`, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.pending.set(socket, moment());
    socket.onmessage = (event) => this.hear(socket, event.data);
    socket.onclose = () => {
      this.pending.delete(socket);
      if (this.socket === socket) this.socket = null;
    };
  }

  /** @param {WebSocket} socket @param {string} data */
  hear(socket, data) {
    // What a wire kept for a page that did not run proves nothing of now.
    if (this.slept()) return this.tick();
    // The first attempt that speaks is the wire; the others are let go.
    this.pending.delete(socket);
    for (const other of this.pending.keys()) other.close();
    const isNew = this.socket !== socket;
    this.socket = socket;
    this.heard = moment();
    this.screen.state("live", 0);
    if (isNew) this.tell();
    if ("seq" in JSON.parse(data)) this.screen.look();
  }

  tell() {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.told = performance.now();
    this.socket.send(JSON.stringify(this.screen.presence()));
  }

  tick() {
    this.slept();
    const silence = since(this.heard);
    if (silence > STALE_MS) this.screen.state("stale", silence);
    else if (!this.socket) this.screen.state("joining", silence);
    if (performance.now() - this.told > BEAT_MS) this.tell();
    if (this.socket && silence > STALE_MS) this.leave(this.socket);
    for (const [socket, begun] of this.pending) {
      if (since(begun) > OPENING_MS) socket.close();
    }
    if (!this.socket && performance.now() - this.tried > AGAIN_MS) this.connect();
  }

  /** Say whether this page stood still, as in a machine that slept; let its wires go. */
  slept() {
    const still = since(this.ran) > STALE_MS;
    this.ran = moment();
    if (!still) return false;
    for (const socket of [...this.pending.keys(), this.socket]) if (socket) this.leave(socket);
    this.tried = -Infinity;
    return true;
  }

  /** @param {WebSocket} socket its last words, should they come, are not heard */
  leave(socket) {
    socket.onmessage = null;
    socket.close();
    this.pending.delete(socket);
    if (this.socket === socket) this.socket = null;
  }
}
