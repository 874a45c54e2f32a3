// SPDX-License-Identifier: Apache-2.0
// Deterministic CBOR, the subset of spec/0: one encoding for a value, no other accepted.

const LEAST = [24n, 0x100n, 0x10000n, 0x100000000n];

class Reader {
  constructor(data, itemsLeft, code) {
    Object.assign(this, { data, itemsLeft, code, at: 0 });
  }

  need(holds) {
    need(holds, this.code);
  }

  raw(length) {
    this.need(length <= this.data.length - this.at);
    this.at += length;
    return this.data.subarray(this.at - length, this.at);
  }

  // Returns the major type and its argument: a number where it is exact, else a BigInt.
  head() {
    const first = this.raw(1)[0];
    const major = first >> 5;
    const info = first & 31;
    this.need(major !== 6 && (major !== 7 || (info >= 20 && info <= 22)));
    if (info < 24) return [major, info];
    this.need(info < 28);
    const wide = this.raw(1 << (info - 24)).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
    this.need(wide >= LEAST[info - 24]);
    return [major, wide <= NUMBER_MAX ? Number(wide) : wide];
  }

  item(depthLeft) {
    this.need(this.itemsLeft-- > 0);
    const [major, argument] = this.head();
    if (major === 0) return argument;
    if (major === 1) {
      this.need(argument < 2n ** 63n);
      return -1n - BigInt(argument);
    }
    if (major === 2) return this.raw(argument);
    if (major === 3) return text(this.raw(argument), this.code);
    if (major === 7) return [false, true, null][argument - 20];
    this.need(depthLeft > 1);
    this.need(argument <= this.data.length - this.at && argument <= this.itemsLeft);
    if (major === 4) return Array.from({ length: argument }, () => this.item(depthLeft - 1));
    return this.map(argument, depthLeft);
  }

  map(length, depthLeft) {
    const found = new Map();
    let previous = new Uint8Array();
    for (let count = 0; count < length; count++) {
      const start = this.at;
      const key = this.item(1);
      this.need(["number", "bigint", "string"].includes(typeof key));
      const raw = this.data.subarray(start, this.at);
      this.need(compare(raw, previous) > 0);
      previous = raw;
      found.set(key, this.item(depthLeft - 1));
    }
    return found;
  }
}

function decode(data, code, itemsMax = 4096, bytesMax = 1048576) {
  need(data.length <= bytesMax, code);
  const reader = new Reader(data, itemsMax, code);
  const value = reader.item(8);
  need(reader.at === data.length, code);
  return value;
}

function head(major, argument) {
  if (argument < 24) return Uint8Array.of((major << 5) | argument);
  const size = LEAST.findLastIndex((least) => BigInt(argument) >= least);
  return join(Uint8Array.of((major << 5) | (24 + size)), uint64(argument).subarray(8 - (1 << size)));
}

// Encodes what a leaf's field may hold: numbers, bytes, constants, lists of them.
function encode(value) {
  if (typeof value === "number") return head(0, value);
  if (isBytes(value)) return join(head(2, value.length), value);
  if (Array.isArray(value)) return join(head(4, value.length), ...value.map(encode));
  return Uint8Array.of(value === null ? 0xf6 : value ? 0xf5 : 0xf4);
}
