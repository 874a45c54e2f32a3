// SPDX-License-Identifier: Apache-2.0
// Bytes and their spellings, the one digest, and the encoding that officers sign.

/** @param {BufferSource} data @returns {Promise<Uint8Array>} */
export const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));

/** @param {string} text @returns {Uint8Array} */
export const utf8 = (text) => new TextEncoder().encode(text);

/** @param {...Uint8Array} parts @returns {Uint8Array} */
export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} data @returns {string} */
export const toHex = (data) => [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {string} hex @returns {Uint8Array} */
export const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** @param {ArrayBuffer | Uint8Array} data @returns {string} */
export const hexOf = (data) => toHex(new Uint8Array(data));

/** @param {string} label @param {Uint8Array} data @returns {Promise<Uint8Array>} */
export const tagged = (label, data) => sha256(join(utf8(label), Uint8Array.of(0), data));

/** @param {number} major @param {number} argument @returns {Uint8Array} */
function head(major, argument) {
  if (argument < 24) return Uint8Array.of((major << 5) | argument);
  const size = argument < 0x100 ? 1 : argument < 0x10000 ? 2 : argument < 0x100000000 ? 4 : 8;
  const bytes = new Uint8Array(1 + size);
  bytes[0] = (major << 5) | (23 + [1, 2, 4, 8].indexOf(size) + 1);
  let rest = BigInt(argument);
  for (let at = size; at > 0; at--) {
    bytes[at] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}

/**
 * Deterministic CBOR, spec/0: numbers from 0 on, texts, bytes, arrays, constants.
 * @param {any} value @returns {Uint8Array}
 */
export function encode(value) {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || value < 0) throw new TypeError("number");
    return head(0, value);
  }
  if (typeof value === "string") {
    const text = utf8(value);
    return join(head(3, text.length), text);
  }
  if (value instanceof Uint8Array) return join(head(2, value.length), value);
  if (Array.isArray(value)) return join(head(4, value.length), ...value.map(encode));
  if (value === null) return Uint8Array.of(0xf6);
  if (value === true || value === false) return Uint8Array.of(value ? 0xf5 : 0xf4);
  throw new TypeError(typeof value);
}

const CODE_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The first 60 bits of a digest, as two officers compare them. @param {Uint8Array} digest */
export function releaseCode(digest) {
  let bits = "";
  for (const byte of digest.subarray(0, 8)) bits += byte.toString(2).padStart(8, "0");
  const letters = bits.slice(0, 60).match(/.{5}/g).map((five) => CODE_LETTERS[parseInt(five, 2)]);
  return letters.join("").match(/.{4}/g).join("-");
}
