// SPDX-License-Identifier: Apache-2.0
// Signed notes, verifier keys, checkpoints and the signatures over them (spec/5).

const SPACES = /[ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const CONTROLS = /[\0-\x1f]/;
const [LOG, COSIGNATURE, QUANTUM_SAFE] = [1, 4, 6];
const PUBLIC_BYTES = { [LOG]: 32, [COSIGNATURE]: 32, [QUANTUM_SAFE]: 1312 };
const SIGNATURE_BYTES = { [LOG]: 64, [COSIGNATURE]: 64, [QUANTUM_SAFE]: 2420 };
const EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const isName = (name) =>
  name !== "" && utf8(name).length <= 255 && !name.includes("+") && !SPACES.test(name) && !CONTROLS.test(name);

function parseNote(data) {
  const bad = "PLY-LOG-006";
  need(data.length <= 131072, bad);
  const whole = text(data, bad);
  need(!CONTROLS.test(whole.replaceAll("\n", "")), bad);
  const gap = whole.lastIndexOf("\n\n");
  need(gap >= 0 && whole.endsWith("\n"), bad);
  const rows = whole.slice(gap + 2, -1).split("\n");
  need(rows.length <= 16, bad);
  const lines = rows.map((row) => {
    need(row.startsWith("\u2014 "), bad);
    const [name, encoded, ...more] = row.slice(2).split(" ");
    need(encoded !== undefined && more.length === 0 && isName(name), bad);
    const raw = unbase64(encoded);
    need(raw !== null && raw.length > 4, bad);
    return { name, id: hex(raw.subarray(0, 4)), payload: raw.subarray(4) };
  });
  need(new Set(lines.map((line) => `${line.name} ${line.id}`)).size === lines.length, bad);
  return { text: whole.slice(0, gap + 1), lines };
}

async function parseKey(vkey) {
  const bad = "PLY-LOG-014";
  const [name, id, ...rest] = vkey.split("+");
  need(rest.length > 0 && isName(name), bad);
  const typed = unbase64(rest.join("+"));
  need(typed !== null && typed.length > 0, bad);
  const [scheme, bytes] = [typed[0], typed.subarray(1)];
  need(PUBLIC_BYTES[scheme] === bytes.length, bad);
  need(hex((await sha256(utf8(`${name}\n`), typed)).subarray(0, 4)) === id, bad);
  return { name, id, scheme, bytes, digest: hex(await sha256(bytes)) };
}

function parseCheckpoint(given) {
  const bad = "PLY-LOG-007";
  const rows = given.split("\n");
  need(rows.length === 4 && rows[3] === "" && isName(rows[0]), bad);
  const size = decimal(rows[1]);
  const root = unbase64(rows[2]);
  need(size !== null && root !== null && root.length === HASH_BYTES, bad);
  need(size > 0 || hex(root) === EMPTY_ROOT, bad);
  return { origin: rows[0], size, root, text: given };
}

function signedBytes(key, checkpoint, time) {
  if (key.scheme === LOG) return utf8(checkpoint.text);
  if (key.scheme === COSIGNATURE) return utf8(`cosignature/v1\ntime ${time}\n${checkpoint.text}`);
  const [name, origin] = [utf8(key.name), utf8(checkpoint.origin)];
  return join(
    utf8("subtree/v1\n\0"),
    Uint8Array.of(name.length), name,
    uint64(time),
    Uint8Array.of(origin.length), origin,
    uint64(0), uint64(checkpoint.size), checkpoint.root,
  );
}

async function isGood(key, message, signature) {
  if (key.scheme === QUANTUM_SAFE) return mldsa44.verify(signature, message, key.bytes);
  try {
    const loaded = await crypto.subtle.importKey("raw", key.bytes, "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", loaded, signature, message);
  } catch (error) {
    if (error.name === "NotSupportedError") throw error;
    return false;
  }
}

const made = (key, line) => key.name === line.name && key.id === line.id;

async function verifyLine(key, checkpoint, line) {
  const bad = "PLY-LOG-009";
  const prefix = key.scheme === LOG ? 0 : 8;
  need(line.payload.length === prefix + SIGNATURE_BYTES[key.scheme], bad);
  const time = prefix ? fromUint64(line.payload) : null;
  need(time === null || time <= NUMBER_MAX, bad);
  const message = signedBytes(key, checkpoint, time);
  need(await isGood(key, message, line.payload.subarray(prefix)), bad);
  return { name: key.name, scheme: key.scheme, time_s: time === null ? null : Number(time), key: key.digest };
}
