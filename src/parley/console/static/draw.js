// SPDX-License-Identifier: Apache-2.0
// Fills the places the server drew, from the same picture.  Text goes in as text only:
// nothing from the wire is ever read as markup.

/** @typedef {Record<string, any>} Picture */

/** @param {Element} place @param {[string, string][]} runs */
export function drawRuns(place, runs) {
  const same = JSON.stringify(runs);
  if (place.runs === same) return;
  place.runs = same;
  place.replaceChildren(
    ...runs.map(([text, name]) => {
      if (!name) return document.createTextNode(text);
      const mark = document.createElement("span");
      const label = document.createElement("span");
      mark.className = text ? "mark" : "mark goes-on";
      label.className = "mark-name";
      label.textContent = ` ${name}`;
      mark.append(text, label);
      return mark;
    }),
  );
}

/** @param {HTMLElement} list @param {Picture[]} records @param {Picture} whole */
function drawEach(list, records, whole) {
  const template = document.getElementById(list.dataset.template ?? "");
  const field = list.dataset.key ?? "ref";
  const known = new Map();
  for (const child of list.children) known.set(child.dataset.key, child);
  /** @type {Element[]} */
  const wanted = records.map((record) => {
    const key = String(record[field]);
    let child = known.get(key);
    known.delete(key);
    if (!child) {
      child = template.content.firstElementChild.cloneNode(true);
      child.dataset.key = key;
    }
    fill(child, record, whole);
    return child;
  });
  for (const gone of known.values()) gone.remove();
  wanted.forEach((child, at) => {
    // Moving an element would take the focus from it; most stay where they are.
    if (list.children[at] !== child) list.insertBefore(child, list.children[at] ?? null);
  });
}

/** @param {HTMLElement} place @param {Picture} record */
function drawFields(place, record) {
  const { text, shown, set } = place.dataset;
  if (place.dataset.if) place.hidden = !hasAny(record[place.dataset.if]);
  for (const pair of set?.split(" ") ?? []) {
    const [name, field] = pair.split("=");
    const value = String(record[field] ?? "");
    if (place.getAttribute(name) !== value) place.setAttribute(name, value);
  }
  if (text) {
    const value = String(record[text] ?? "");
    if (place.textContent !== value) place.textContent = value;
  }
  if (shown) drawRuns(place, record[shown] ?? []);
  return Boolean(text || shown);
}

/** @param {any} value */
const hasAny = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** @param {Picture} whole @param {string} path */
const find = (whole, path) =>
  path.split(".").reduce((at, name) => at?.[name] ?? {}, whole);

/**
 * @param {HTMLElement} place
 * @param {Picture} record
 * @param {Picture} whole
 */
export function fill(place, record, whole) {
  // What has a script of its own is filled by that.
  if (place instanceof HTMLTemplateElement || place.dataset?.own !== undefined) return;
  const { scope } = place.dataset ?? {};
  // Of what nothing is told, what stands there stays.
  if (scope && !(scope.split(".")[0] in whole)) return;
  const here = scope ? find(whole, scope) : record;
  const { each, one } = place.dataset ?? {};
  if (each) return drawEach(place, here[each] ?? [], whole);
  if (one) return drawEach(place, here[one] ? [here[one]] : [], whole);
  if (drawFields(place, here)) return;
  for (const child of place.children) fill(child, here, whole);
}
