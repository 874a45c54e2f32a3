// SPDX-License-Identifier: Apache-2.0
// What is seen is what is signed: the draft is drawn here, read back from the page, and
// the manifest an officer signs is made of what was read.  The station's own must be the
// same to the byte, or nothing is signed.

import { encode, fromHex, releaseCode, sha256, tagged, toHex, utf8 } from "/static/bytes.js";
import { checkWith, NotSigned } from "/static/sign.js";
import { drawText, textOf } from "/static/visible.js";
import { word } from "/static/words.js";

const page = document.getElementById("draft");
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("release"));

/** @param {any} draft @returns {Promise<Uint8Array>} */
async function manifestOf(draft) {
  const texts = [];
  for (const place of page.querySelectorAll("[data-language]")) {
    texts.push([place.dataset.language, await sha256(utf8(textOf(place)))]);
  }
  return encode([
    "parley/1 manifest",
    draft.sender,
    draft.recipient,
    draft.mode,
    draft.number,
    draft.precedence,
    draft.created_ms,
    draft.not_after_ms,
    draft.drafted_by,
    draft.to,
    draft.relation,
    texts,
    draft.attachments.map(fromHex),
    draft.step,
    draft.previous && fromHex(draft.previous),
  ]);
}

/** Draw the texts from what will be signed, and nothing else. @param {any} draft */
function draw(draft) {
  const places = [...page.querySelectorAll("[data-language]")];
  draft.texts.forEach(([language, text], at) => {
    const place = places[at];
    place.dataset.language = language;
    drawText(place, text);
    const normal = text === text.normalize("NFC");
    place.parentElement.querySelector("[data-odd]").hidden =
      normal && !place.querySelector(".mark");
  });
}

async function start() {
  const answer = await fetch(page.dataset.source, { headers: { Accept: "application/json" } });
  const draft = (await answer.json()).page.signed;
  draw(draft);
  const digest = await tagged("parley/1 release", await manifestOf(draft));
  const code = page.querySelector("#code");
  code.textContent = releaseCode(digest);
  page.dataset.computed = toHex(digest) === page.dataset.digest ? "same" : "differs";
  document.getElementById("differs").hidden = page.dataset.computed === "same";
  if (!form) return;
  form.querySelector("button").ariaDisabled = page.dataset.computed === "same" ? null : "true";
  checkWith(form, async (asked) => {
    const made = await manifestOf(draft);
    if (toHex(made) !== asked.manifest) throw new NotSigned(word("draft_changed"));
    return tagged("parley/1 release", made);
  });
}

if (page?.dataset.source) start();
