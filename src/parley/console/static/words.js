// SPDX-License-Identifier: Apache-2.0
// Sentences only the browser can fill in; they come from the server's catalogue.

/** @param {string} name @returns {string} */
const meta = (name) =>
  document.querySelector(`meta[name="parley-${name}"]`)?.getAttribute("content") ?? "";

/** @type {Record<string, string>} */
const WORDS = JSON.parse(meta("words") || "{}");

/**
 * @param {string} name
 * @param {Record<string, string | number>} [facts]
 * @returns {string}
 */
export const word = (name, facts = {}) => put(WORDS[name] ?? name, facts);

/** @param {string} sentence @param {Record<string, string | number>} facts */
export const put = (sentence, facts) =>
  sentence.replace(/\{(\w+)\}/g, (whole, key) => String(facts[key] ?? whole));

export { meta };
