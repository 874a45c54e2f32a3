// SPDX-License-Identifier: Apache-2.0
// The face.  Its rules: nothing is shown but text, through textContent alone; names from
// a file are escaped beyond ASCII; nothing leaves the page, and nothing is kept.

const ALGORITHMS = { 1: "Ed25519", 4: "Ed25519", 6: "ML-DSA-44" };
const SHOWN_MAX = 200;

const visible = (given) =>
  Array.from(given, (each) => (/^[!-~]$/.test(each) ? each : `\\u{${each.codePointAt(0).toString(16)}}`)).join("");
const shownTimeText = (ms) =>
  ms >= 253402300800000 ? `${ms} ms` : `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;

function verdictLines(given, language) {
  const words = WORDS[language];
  const say = (name, facts = {}) =>
    words[name].replace(/\{([a-z]+)\}/g, (_, fact) => String(facts[fact]));
  const { code, form, parts } = given;
  if (code !== null) {
    return [["bad", say("refused")], ["fact", say("reason", { reason: say(code), code })]];
  }
  const lines = form === "evidence" ? evidenceLines(parts, say) : [["good", say("proved")]];
  if (form !== "evidence") {
    parts.forEach((part, at) => lines.push(...partLines(at + 1, part, say)));
    const names = ["no text", "no truth", "claims"];
    if (parts.some((part) => part.period === null)) names.push("others");
    if (parts.some((part) => part.period !== null)) names.push("outside");
    lines.push(["limits", say("limits")], ...[...names, "collusion", "keys"].map((name) => ["limit", say(name)]));
  }
  const keys = parts.flatMap((part) => part.seals).map(({ name, scheme, key }) =>
    say("key", { name: visible(name), algorithm: ALGORITHMS[scheme], key }) + `\0${scheme}`);
  return [...lines, ...[...new Set(keys)].map((key) => ["row", key.split("\0")[0]])];
}

function partLines(number, part, say) {
  const lines = [["part", `${number}. ${logLine(part, say)}`]];
  const fact = (name, facts) => lines.push(["fact", say(name, facts)]);
  if (["exercise", "test"].includes(part.origin.split("/")[2])) fact("not live");
  part.seals.forEach((seal) => lines.push(["fact", sealLine(seal, say)]));
  const count = part.entries.filter((entry) => entry.inside).length;
  if (part.period === null) fact("chosen", { count });
  else {
    const { from_ms, to_ms, begins_log, ends_log } = part.period;
    fact("period", { first: shownTimeText(from_ms), end: shownTimeText(to_ms), count });
    if (begins_log) fact("begins");
    if (ends_log) fact("ends");
  }
  part.counts.forEach((row) => lines.push(["fact", countLine(row, say)]));
  part.entries.slice(0, SHOWN_MAX).forEach((entry) => lines.push(["row", entryLine(entry, say)]));
  const more = part.entries.length - SHOWN_MAX;
  if (more > 0) lines.push(["row", say("more", { count: more })]);
  return lines;
}

function logLine({ origin, size }, say) {
  const parts = origin.split("/");
  if (parts.length !== 4 || !["live", "exercise", "test"].includes(parts[2])) {
    return say("named log", { origin: visible(origin), size });
  }
  const [sender, recipient, mode, number] = parts.map(visible);
  return say("log", { sender, recipient, mode: mode.toUpperCase(), number, size });
}

function sealLine({ name, scheme, time_s }, say) {
  const facts = { name: visible(name), algorithm: ALGORITHMS[scheme] };
  return time_s === null ? say("signed", facts) : say("signed at", { ...facts, time: shownTimeText(time_s * 1000) });
}

const numbered = (name, number, say) => {
  const known = `${name} ${number}`;
  return known in WORDS.en ? say(known) : say(name, { number });
};

function countLine(row, say) {
  const sort = [row.kind === null ? say("kind hidden") : numbered("kind", row.kind, say)];
  if (row.precedence === null) sort.push(say("precedence hidden"));
  else if (row.precedence >= 0) sort.push(numbered("precedence", row.precedence, say));
  let line = say("count", { count: row.count, sort: sort.join(", ") });
  if (row.receipted) line += say("receipted", { count: row.receipted });
  if (row.acknowledged) line += say("acknowledged", { count: row.acknowledged });
  return line;
}

const valueText = (value) => (Array.isArray(value) ? `[${value.map(valueText).join(", ")}]` : String(value));

function entryLine({ index, inside, shown, answers }, say) {
  const facts = inside ? [] : [say("beyond")];
  for (const name of ["kind", "precedence"]) {
    if (typeof shown[name] === "number") facts.push(numbered(name, shown[name], say));
  }
  if ("logged" in shown) facts.push(say("logged", { time: shownTimeText(shown.logged) }));
  for (const name of ["content", "releases", "reference"]) {
    if ((shown[name] ?? null) !== null) facts.push(say(name, { value: valueText(shown[name]) }));
  }
  facts.push(...readoutFacts(shown, say));
  answers.forEach((answer) => facts.push(say("answers", { serial: answer.index + 1, part: answer.part + 1 })));
  return say("entry", { serial: index + 1, facts: facts.join(", ") || say("nothing") });
}

// An answer's reference is that of its readout, its number and the digest of the texts;
// a publication's is that of its readout and the digest.
function readoutFacts({ kind, reference }, say) {
  if (!Array.isArray(reference)) return [];
  const value = reference.at(-1);
  if (typeof value !== "string") return [];
  const text = say("readout text", { value });
  if (kind === 38 && reference.length === 4) return [text];
  if (kind !== 37 || reference.length !== 5 || !["number", "boolean"].includes(typeof reference[3])) return [];
  return [numbered("readout answer", Number(reference[3]), say), text];
}

function evidenceLines(parts, say) {
  const { seals, origin, size } = parts[0];
  const lines = [["good", say("contradiction")]];
  lines.push(["part", say("two states", { name: visible(seals[0].name), origin: visible(origin), size })]);
  parts.forEach((part, at) => {
    lines.push(["fact", say("root", { number: at + 1, root: part.root })]);
    part.seals.forEach((seal) => lines.push(["row", sealLine(seal, say)]));
  });
  lines.push(["limits", say("limits")], ["limit", say("which")]);
  if (seals.every((seal) => seal.scheme !== QUANTUM_SAFE)) lines.push(["limit", say("classical")]);
  return [...lines, ["limit", say("keys")]];
}
