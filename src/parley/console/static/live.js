// SPDX-License-Identifier: Apache-2.0
// Keeps the wire to the station: connects, proves every two seconds that both ends
// live, connects again within a second, and says so when the station falls silent.
// It cannot know why it is silent, and never guesses.

const BEAT_MS = 2000;
const STALE_MS = 4800; // shown within 5 s, with the tick below
const TICK_MS = 100;
const AGAIN_MS = 800;
const OPENING_MS = 6000;

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
    this.heard = performance.now();
    this.tried = -Infinity;
    this.told = 0;
    this.socket = null; // the one that speaks
    this.pending = new Map(); // attempts, by when they began
    setInterval(() => this.tick(), TICK_MS);
    // Another page of ours may have come back from the browser's own store.
    addEventListener("pageshow", (event) => event.persisted && this.screen.look());
    document.addEventListener("visibilitychange", () => this.tick());
    this.connect();
  }

  connect() {
    this.tried = performance.now();
    const url = new URL(`/live?after=${this.screen.after()}`, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.pending.set(socket, this.tried);
    socket.onmessage = (event) => this.hear(socket, event.data);
    socket.onclose = () => {
      this.pending.delete(socket);
      if (this.socket === socket) this.socket = null;
    };
  }

  /** @param {WebSocket} socket @param {string} data */
  hear(socket, data) {
    // The first attempt that speaks is the wire; the others are let go.
    this.pending.delete(socket);
    for (const other of this.pending.keys()) other.close();
    const isNew = this.socket !== socket;
    this.socket = socket;
    this.heard = performance.now();
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
    const now = performance.now();
    const silence = now - this.heard;
    if (silence > STALE_MS) this.screen.state("stale", silence);
    else if (!this.socket) this.screen.state("joining", silence);
    if (now - this.told > BEAT_MS) this.tell();
    if (this.socket && silence > STALE_MS) this.socket.close();
    if (silence > STALE_MS) this.socket = null;
    for (const [socket, since] of this.pending) {
      if (now - since > OPENING_MS) socket.close();
    }
    if (!this.socket && now - this.tried > AGAIN_MS) this.connect();
  }
}
