// SPDX-License-Identifier: Apache-2.0
// Bytes, texts and numbers, each with exactly one written form.

class Refused extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}
const need = (holds, code) => {
  if (!holds) throw new Refused(code);
};

const NUMBER_MAX = Number.MAX_SAFE_INTEGER;
const HASH_BYTES = 32;

const utf8 = (text) => new TextEncoder().encode(text);
const latin1 = (bytes) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
const unlatin1 = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const isBytes = (value) => value instanceof Uint8Array;
const isHash = (value) => isBytes(value) && value.length === HASH_BYTES;
const isNumber = (value) => Number.isSafeInteger(value) && value >= 0;
const isList = (value, length) => Array.isArray(value) && value.length === length;

function text(bytes, code) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refused(code);
  }
}

function join(...parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function compare(left, right) {
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    if (left[at] !== right[at]) return left[at] - right[at];
  }
  return left.length - right.length;
}
const same = (left, right) => compare(left, right) === 0;
const startsWith = (bytes, start) => same(bytes.subarray(0, start.length), start);

// Null for any text that is not what encoding its bytes gives back.
function unbase64(given) {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(given) || given.length % 4) return null;
  const letters = atob(given);
  return btoa(letters) === given ? unlatin1(letters) : null;
}

function decimal(given) {
  if (!/^(?:0|[1-9][0-9]{0,15})$/.test(given)) return null;
  return BigInt(given) <= NUMBER_MAX ? Number(given) : null;
}

function uint64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}
const fromUint64 = (bytes) =>
  new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);

const sha256 = async (...parts) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);
