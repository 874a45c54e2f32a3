// SPDX-License-Identifier: Apache-2.0
// The key of this screen.  It is made at sign-on, kept by the browser and cannot be read
// by any page, this one included: a session cookie taken elsewhere is of no use without.

import { hexOf, join, sha256, utf8 } from "/static/bytes.js";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" };
const LABEL = "parley/1 screen\0";

/** @param {IDBTransactionMode} mode @param {(keys: IDBObjectStore) => IDBRequest} act */
function kept(mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("parley", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const asked = act(opening.result.transaction("keys", mode).objectStore("keys"));
      asked.onerror = () => failed(asked.error);
      asked.onsuccess = () => done(asked.result);
      asked.transaction.oncomplete = () => opening.result.close();
    };
  });
}

/** Make a new key and forget the one before. @returns {Promise<string>} its public half */
export async function newScreenKey() {
  const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign"]);
  await kept("readwrite", (keys) => keys.put(pair, "screen"));
  return hexOf(await crypto.subtle.exportKey("raw", pair.publicKey));
}

/** @param {string} path @param {string} body @returns {Promise<string>} */
async function proof(path, body) {
  const pair = await kept("readonly", (keys) => keys.get("screen"));
  if (!pair) return "";
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const signed = join(utf8(LABEL), nonce, await sha256(utf8(body)), utf8(path));
  const how = { name: "ECDSA", hash: "SHA-256" };
  return `${hexOf(nonce)}.${hexOf(await crypto.subtle.sign(how, pair.privateKey, signed))}`;
}

/**
 * Post a form's fields with the proof that they come from this screen.
 * @param {string} path @param {FormData | Record<string, string>} fields
 */
export async function post(path, fields) {
  const body = new URLSearchParams(/** @type {any} */ (fields)).toString();
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/x-www-form-urlencoded",
  };
  if (document.documentElement.dataset.bound === "yes") {
    headers["Parley-Proof"] = await proof(new URL(path, location.href).pathname, body);
  }
  return fetch(path, { method: "POST", body, headers });
}
