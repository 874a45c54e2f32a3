// SPDX-License-Identifier: Apache-2.0
// The three kinds of file: proof of contact, proof file, evidence (spec/6).

const CONTACT_HEADER = "c2sp.org/tlog-proof@v1";
const BUNDLE_LABEL = "parley/1 proof";
const EVIDENCE_LABEL = "parley/1 evidence";

function parseContact(data) {
  const bad = "PLY-LOG-012";
  need(data.length <= 262144, bad);
  const letters = latin1(data);
  const gap = letters.indexOf("\n\n");
  need(gap >= 0 && data.length - gap - 2 <= 131072, bad);
  const rows = letters.slice(0, gap).split("\n");
  need(rows.shift() === CONTACT_HEADER, bad);
  let extra = new Uint8Array();
  if (rows.length && rows[0].startsWith("extra ")) {
    extra = unbase64(rows.shift().slice(6));
    need(extra !== null && extra.length > 0, bad);
  }
  const row = rows.shift() ?? "";
  const index = decimal(row.slice(6));
  need(row.startsWith("index ") && index !== null && rows.length <= 63, bad);
  const path = rows.map((each) => {
    const node = unbase64(each);
    need(node !== null && isHash(node), bad);
    return node;
  });
  return { extra, index, path, note: parseNote(data.subarray(gap + 2)) };
}

async function openContact(data, policies) {
  const proof = parseContact(data);
  const policy = policyOf(proof.note, policies);
  const extra = decode(proof.extra, "PLY-LOG-012");
  need(isList(extra, 2) && extra[0] === "parley/1 contact", "PLY-LOG-012");
  const places = disclosure(extra[1]);
  const sealed = await judge(policy, proof.note);
  const leaf = await leafHash(places);
  const { size, root } = sealed.checkpoint;
  await verifyInclusion(leaf, proof.index, size, proof.path, root);
  return { ...sealed, period: null, entries: [{ index: proof.index, places, leaf }] };
}

async function parseBundle(data) {
  const bad = "PLY-LOG-012";
  const value = decode(data, bad, 80000);
  need(isList(value, 3) && value[0] === BUNDLE_LABEL, bad);
  const [, parts, digest] = value;
  need(Array.isArray(parts) && parts.length >= 1 && parts.length <= 4 && isHash(digest), bad);
  // The encoding is the only one, so the parts' own bytes are those between the others.
  const between = data.subarray(2 + BUNDLE_LABEL.length, data.length - 2 - HASH_BYTES);
  need(same(await sha256(utf8(`${BUNDLE_LABEL}\0`), between), digest), bad);
  return parts.map((part) => {
    need(isList(part, 4), bad);
    const [period, entries, hashes, note] = part;
    need(Array.isArray(entries) && entries.length >= 1 && entries.length <= 4000 && isBytes(note), bad);
    return { period: parsePeriod(period), entries: entries.map(parseEntry), hashes: parseHashes(hashes), note: parseNote(note) };
  });
}

function parsePeriod(period) {
  if (period === null) return null;
  need(isList(period, 2) && period.every(isNumber) && period[0] < period[1], "PLY-LOG-012");
  return { from_ms: period[0], to_ms: period[1] };
}

function parseEntry(data) {
  need(isBytes(data), "PLY-LOG-012");
  const value = decode(data, "PLY-LOG-012", 256, 4096);
  need(isList(value, 2) && isNumber(value[0]), "PLY-LOG-012");
  return { index: value[0], places: disclosure(value[1]) };
}

function parseHashes(data) {
  need(isBytes(data) && data.length % HASH_BYTES === 0, "PLY-LOG-012");
  return Array.from({ length: data.length / HASH_BYTES }, (_, at) => data.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

async function openPart(part, policies) {
  const sealed = await judge(policyOf(part.note, policies), part.note);
  for (const entry of part.entries) entry.leaf = await leafHash(entry.places);
  const [places, leaves] = [part.entries.map((entry) => entry.index), part.entries.map((entry) => entry.leaf)];
  await verifySelection(places, leaves, sealed.checkpoint.size, part.hashes, sealed.checkpoint.root);
  return { ...sealed, period: part.period, entries: part.entries };
}

async function openEvidence(data) {
  const [malformed, nothing] = ["PLY-LOG-016", "PLY-LOG-017"];
  need(data.length <= 65536, malformed);
  const value = decode(data, malformed);
  need(isList(value, 3) && value[0] === EVIDENCE_LABEL, malformed);
  const [, vkeys, given] = value;
  need(Array.isArray(vkeys) && vkeys.length >= 1 && vkeys.length <= 2 && isList(given, 2), malformed);
  const keys = [];
  for (const vkey of vkeys) {
    need(typeof vkey === "string", malformed);
    keys.push(await parseKey(vkey));
  }
  need(keys.every((key) => key.name === keys[0].name), malformed);
  need(keys.length === 1 || keys[0].scheme < keys[1].scheme, malformed);
  const notes = given.map((note) => {
    need(isBytes(note), malformed);
    return parseNote(note);
  });
  const heads = notes.map((note) => parseCheckpoint(note.text));
  need(heads[0].origin === heads[1].origin && heads[0].size === heads[1].size, nothing);
  need(compare(heads[0].root, heads[1].root) < 0, nothing);
  const parts = [];
  for (const [at, checkpoint] of heads.entries()) {
    const { lines } = notes[at];
    need(lines.length === keys.length && keys.every((key, number) => made(key, lines[number])), nothing);
    const logSeals = [];
    for (const [number, key] of keys.entries()) logSeals.push(await verifyLine(key, checkpoint, lines[number]));
    parts.push({ checkpoint, logSeals, witnessSeals: [], period: null, entries: [] });
  }
  return parts;
}
