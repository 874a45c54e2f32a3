// SPDX-License-Identifier: Apache-2.0
// Signs with an officer's hardware key.
//
// The contract with every form that needs a signature: post it; if the answer has `sign`,
// that is what must be signed; post it again with the signature's fields beside its own.
// What is signed is the digest computed here from the manifest, and the manifest must
// begin with what the form itself names: the label in `data-signs`, and for an act the
// number of its kind in `data-kind`.  Without that a press on "Acknowledge" could be made
// to release a message.

import { encode, fromHex, hexOf, join, releaseCode, tagged, toHex } from "/static/bytes.js";
import { post } from "/static/screen_key.js";
import { word } from "/static/words.js";

const RELEASE = "parley/1 release";
const PATIENCE_MS = 60_000;

/** A refusal in words for the person at the screen. */
export class NotSigned extends Error {}

/** Ask the key. @param {Uint8Array} challenge @param {{rp_id: string, keys: string[]}} asked */
export async function assertion(challenge, asked) {
  let made;
  try {
    made = await navigator.credentials.get({
      publicKey: {
        challenge,
        rpId: asked.rp_id,
        allowCredentials: asked.keys.map((id) => ({ type: "public-key", id: fromHex(id) })),
        userVerification: "required",
        timeout: PATIENCE_MS,
      },
    });
  } catch {
    // The browser gives one reason for many causes; the words name the possible ones.
    throw new NotSigned(word("key_silent"));
  }
  const { authenticatorData, clientDataJSON, signature } = made.response;
  return {
    credential: hexOf(made.rawId),
    authenticator: hexOf(authenticatorData),
    browser: hexOf(clientDataJSON),
    signature: hexOf(signature),
  };
}

/**
 * @typedef {{manifest: string, digest: string, created_ms: number, release_code: string,
 *   rp_id: string, keys: string[]}} Asked
 */

/** Compute the digest of what the station asks for; refuse another purpose.
 * @param {HTMLFormElement} form @param {Asked} asked */
async function checked(form, asked) {
  const manifest = fromHex(asked.manifest);
  const { signs = "", kind } = form.dataset;
  const begins = kind ? join(encode(signs), encode(Number(kind))) : encode(signs);
  const purpose = manifest.subarray(1, 1 + begins.length);
  const digest = await tagged(RELEASE, manifest);
  if (toHex(purpose) !== toHex(begins) || toHex(digest) !== asked.digest) {
    throw new NotSigned(word("key_other"));
  }
  return digest;
}

/** @type {WeakMap<HTMLFormElement, (asked: Asked) => Promise<Uint8Array>>} */
const checks = new WeakMap();

/** Let a page compute the digest from what it displays instead of from the manifest.
 * @param {HTMLFormElement} form @param {(asked: Asked) => Promise<Uint8Array>} check */
export const checkWith = (form, check) => checks.set(form, check);

/** Post a form; sign if the station asks for it. @param {HTMLFormElement} form */
export async function submitSigned(form) {
  const fields = Object.fromEntries(new FormData(form));
  const answer = await post(form.action, fields);
  const said = await answer.json();
  if (!said.sign) return said;
  const digest = await (checks.get(form) ?? ((asked) => checked(form, asked)))(said.sign);
  const place = form.querySelector("[data-code]");
  if (place) place.textContent = releaseCode(digest);
  const made = await assertion(digest, said.sign);
  const again = await post(form.action, {
    ...fields,
    ...made,
    digest: toHex(digest),
    created_ms: String(said.sign.created_ms),
  });
  return again.json();
}
