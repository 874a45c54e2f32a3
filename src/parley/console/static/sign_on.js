// SPDX-License-Identifier: Apache-2.0
// Sign-on with a hardware key, and the registration of a new one.

import { fromHex, hexOf } from "/static/bytes.js";
import { newScreenKey, post } from "/static/screen_key.js";
import { assertion, NotSigned } from "/static/sign.js";
import { word } from "/static/words.js";

const PATIENCE_MS = 60_000;
const ES256 = -7;
const EDDSA = -8;

/** @param {string} path @param {Record<string, string>} fields */
async function ask(path, fields) {
  const said = await (await post(path, fields)).json();
  if (!said.fault) return said;
  const { what, kept, then, code } = said.fault;
  throw new NotSigned([what, kept, then, said.fault.do, code].join(" "));
}

/** @param {HTMLFormElement} form */
async function signOn(form) {
  const fields = Object.fromEntries(new FormData(form));
  const asked = await ask("/desk/key/ask", { ...fields, screen_key: await newScreenKey() });
  const made = await assertion(fromHex(asked.digest), asked);
  return ask("/desk/key/on", { ...fields, ...made, digest: asked.digest });
}

/** @param {HTMLFormElement} form */
async function register(form) {
  const fields = Object.fromEntries(new FormData(form));
  const asked = await ask("/register/ask", fields);
  let made;
  try {
    made = await navigator.credentials.create({
      publicKey: {
        challenge: fromHex(asked.digest),
        rp: { id: asked.rp_id, name: asked.station },
        user: { id: fromHex(asked.user), name: asked.name, displayName: asked.name },
        pubKeyCredParams: [EDDSA, ES256].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { userVerification: "required", residentKey: "discouraged" },
        excludeCredentials: asked.keys.map((id) => ({ type: "public-key", id: fromHex(id) })),
        attestation: "direct",
        timeout: PATIENCE_MS,
      },
    });
  } catch {
    throw new NotSigned(word("key_not_made"));
  }
  return ask("/register/key", {
    ...fields,
    digest: asked.digest,
    attestation: hexOf(made.response.attestationObject),
    browser: hexOf(made.response.clientDataJSON),
  });
}

const ACTS = { "sign-on": signOn, register };

addEventListener("submit", async (event) => {
  const form = event.target;
  const act = ACTS[form.dataset.key ?? ""];
  if (!act) return;
  event.preventDefault();
  const place = form.querySelector("[data-told]");
  const button = form.querySelector("button");
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  place.hidden = false;
  place.textContent = word("key_touch");
  try {
    const said = await act(form);
    location.assign(said.go);
  } catch (refusal) {
    place.textContent = refusal instanceof NotSigned ? refusal.message : word("not_reached_plain");
    button.ariaDisabled = null;
  }
});
