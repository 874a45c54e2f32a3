// SPDX-License-Identifier: Apache-2.0
// What a file proves, as plain data: the same, field for field, as `parley verify` gives.

const [RECEIPT, ACKNOWLEDGEMENT, TEST_ANSWER] = [2, 3, 10];
const CLOSED = 2 ** 53;

const shownTime = (entry) => (isBytes(entry.places[2]) ? null : entry.places[2].value);

// The entries between `first` and `end` are all that the log holds in the period.
function extent({ period, entries, checkpoint, witnessSeals }) {
  const bad = "PLY-LOG-018";
  const times = entries.map(shownTime);
  const [from, to] = [entries[0], entries.at(-1)];
  need(to.index - from.index === entries.length - 1, bad);
  const shown = times.filter((time) => time !== null);
  need(shown.every((time, at) => at === 0 || shown[at - 1] <= time), bad);
  const before = times[0] !== null && times[0] < period.from_ms;
  need(before || from.index === 0, bad);
  const after = times.at(-1) !== null && times.at(-1) >= period.to_ms;
  const signed = witnessSeals.map((seal) => seal.time_s).filter((time) => time !== null);
  const ended = to.index === checkpoint.size - 1 && signed.length > 0 && BigInt(Math.min(...signed)) * 1000n >= BigInt(period.to_ms);
  need(after || ended, bad);
  const [first, end] = [before ? 1 : 0, entries.length - (after ? 1 : 0)];
  for (const time of first < end ? [times[first], times[end - 1]] : []) {
    need(time !== null && time >= period.from_ms && time < period.to_ms, bad);
  }
  return { first, end, begins_log: !before, ends_log: !after };
}

const plain = (value) => (isBytes(value) ? hex(value) : Array.isArray(value) ? value.map(plain) : value);

const entryVerdict = (entry, inside) => ({
  index: entry.index,
  inside,
  leaf: hex(entry.leaf),
  shown: Object.fromEntries(
    FIELDS.flatMap((name, field) => (isBytes(entry.places[field]) ? [] : [[name, plain(entry.places[field].value)]])),
  ),
  answers: [],
});

function linkAnswers(parts) {
  const places = new Map();
  parts.forEach((entries, part) => entries.forEach((entry) => places.set(entry.leaf, { part, index: entry.index })));
  parts.forEach((entries, part) => {
    for (const entry of entries) {
      const quoted = Array.isArray(entry.shown.reference) ? entry.shown.reference : [];
      for (const leaf of quoted) {
        const place = typeof leaf === "string" && leaf.length === 64 ? places.get(leaf) : undefined;
        if (place && place.part !== part) entry.answers.push({ ...place });
      }
    }
  });
}

function countRows(part, parts) {
  const answered = (...kinds) =>
    new Set(
      parts.flat().filter((entry) => kinds.includes(entry.shown.kind))
        .flatMap((entry) => entry.answers.filter((answer) => answer.part === part).map((answer) => answer.index)),
    );
  const [receipted, acknowledged] = [answered(RECEIPT, TEST_ANSWER), answered(ACKNOWLEDGEMENT)];
  const rows = new Map();
  for (const { index, shown } of parts[part].filter((entry) => entry.inside)) {
    const kind = shown.kind ?? null;
    const precedence = "precedence" in shown ? shown.precedence ?? -1 : null;
    const name = `${kind} ${precedence}`;
    if (!rows.has(name)) rows.set(name, { kind, precedence, count: 0, receipted: 0, acknowledged: 0 });
    const row = rows.get(name);
    row.count += 1;
    row.receipted += Number(receipted.has(index));
    row.acknowledged += Number(acknowledged.has(index));
  }
  return [...rows.values()].sort(
    (one, two) => (one.kind ?? CLOSED) - (two.kind ?? CLOSED) || (one.precedence ?? CLOSED) - (two.precedence ?? CLOSED),
  );
}

function partVerdicts(opened) {
  const extents = opened.map((part) => (part.period ? extent(part) : null));
  const entries = opened.map((part, number) => {
    const { first, end } = extents[number] ?? { first: 0, end: part.entries.length };
    return part.entries.map((entry, at) => entryVerdict(entry, first <= at && at < end));
  });
  linkAnswers(entries);
  return opened.map((part, number) => ({
    origin: part.checkpoint.origin,
    size: part.checkpoint.size,
    root: hex(part.checkpoint.root),
    seals: [...part.logSeals, ...part.witnessSeals],
    period: part.period && { ...part.period, begins_log: extents[number].begins_log, ends_log: extents[number].ends_log },
    entries: entries[number],
    counts: countRows(number, entries),
  }));
}

const labelled = (count, label) => join(Uint8Array.of(0x80 | count, 0x60 | label.length), utf8(label));

function formOf(data) {
  if (startsWith(data, utf8(`${CONTACT_HEADER}\n`))) return "contact";
  if (startsWith(data, labelled(3, BUNDLE_LABEL))) return "proof";
  return startsWith(data, labelled(3, EVIDENCE_LABEL)) ? "evidence" : "unknown";
}

async function opened(form, data, policies) {
  if (form === "contact") return [await openContact(data, policies)];
  if (form === "evidence") return openEvidence(data);
  need(form === "proof", "PLY-LOG-019");
  const parts = [];
  for (const part of await parseBundle(data)) parts.push(await openPart(part, policies));
  return parts;
}

// Data and policies are Uint8Arrays; a refused file is an answer, not an exception.
async function verdict(data, policyFiles) {
  const form = formOf(data);
  try {
    const policies = [];
    for (const file of policyFiles) policies.push(await parsePolicy(file));
    return { form, code: null, parts: partVerdicts(await opened(form, data, policies)) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { form, code: error.code, parts: [] };
  }
}
