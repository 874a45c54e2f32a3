// SPDX-License-Identifier: Apache-2.0
// What is seen is what is signed: every field of the manifest is drawn here, the texts are
// read back from the page, and the manifest is made of what was read.  The station's own
// must be the same to the byte, or nothing is signed.

import { encode, fromHex, releaseCode, sha256, tagged, toHex, utf8 } from "/static/bytes.js";
import { checkWith, NotSigned } from "/static/sign.js";
import { drawText, textOf } from "/static/visible.js";
import { word } from "/static/words.js";

const page = document.getElementById("draft");
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("release"));

/** @param {any} value @returns {any} */
function bytesOf(value) {
  if (Array.isArray(value)) return value.map(bytesOf);
  return value && typeof value === "object" ? fromHex(value.hex) : value;
}

/** @param {any} signed @returns {Promise<Uint8Array>} */
async function manifestOf(signed) {
  const texts = [];
  for (const place of page.querySelectorAll("[data-language]")) {
    texts.push([place.dataset.language, await sha256(utf8(textOf(place)))]);
  }
  const fields = bytesOf(signed.fields);
  fields[signed.names.indexOf("texts")] = texts;
  return encode(fields);
}

/** @param {number | null} ms */
const time = (ms) => (ms === null ? "-" : `${new Date(ms).toISOString().slice(0, 19)}Z`);

/** @param {any} value */
const isSaid = (value) => value !== null && value !== false && value.length !== 0;

/** @param {any} signed */
function draw(signed) {
  const field = (/** @type {string} */ name) => signed.fields[signed.names.indexOf(name)];
  const relation = field("relation");
  const facts = {
    mode: signed.modes[field("mode")],
    precedence: signed.precedences[field("precedence")],
    recipient: field("recipient"),
    created: time(field("created")),
    not_after: time(field("not after")),
    relation: relation ? `${signed.relations[relation[0]]} ${relation[2]}` : "-",
  };
  // Whatever else is signed stands in a list of its own, so that nothing is signed unseen.
  const shown = new Set(["label", "texts", "number", "step", "not after", ...Object.keys(facts)]);
  const more = signed.names.filter((name, at) => !shown.has(name) && isSaid(signed.fields[at]));
  page.querySelector("#more").replaceChildren(
    ...more.map((name) => {
      const place = document.createElement("li");
      const told = JSON.stringify(field(name).hex ?? field(name));
      place.append(`${signed.labels[name] ?? name}: `, document.createElement("bdi"));
      drawText(place.lastElementChild, told);
      return place;
    }),
  );
  for (const [name, value] of Object.entries(facts)) {
    page.querySelector(`[data-fact="${name}"]`).textContent = value;
  }
  page.querySelectorAll("[data-language]").forEach((place, at) => {
    const [language, text] = signed.texts[at];
    place.dataset.language = language;
    drawText(place, text);
    const odd = place.closest("section").querySelector("[data-odd]");
    odd.hidden = text === text.normalize("NFC") && !place.querySelector(".mark:not(.goes-on)");
  });
}

/** @param {boolean} same */
function tell(same) {
  page.dataset.computed = same ? "same" : "differs";
  document.getElementById("differs").hidden = same;
  if (form) form.querySelector("button").disabled = !same;
}

async function start() {
  const answer = await fetch(page.dataset.source, { headers: { Accept: "application/json" } });
  // A draft that was withdrawn meanwhile has no picture; the page stays as it was drawn.
  if (!answer.ok) return;
  const { signed, digest } = (await answer.json()).page;
  draw(signed);
  const computed = await tagged("parley/1 release", await manifestOf(signed));
  page.querySelector("#code").textContent = releaseCode(computed);
  tell(toHex(computed) === page.dataset.digest && digest === page.dataset.digest);
  if (!form) return;
  checkWith(form, async (asked) => {
    const made = await manifestOf(signed);
    if (toHex(made) !== asked.manifest) throw new NotSigned(word("draft_changed"));
    return tagged("parley/1 release", made);
  });
}

if (page?.dataset.source) start();
