// SPDX-License-Identifier: Apache-2.0
// Leaves, and proofs that they are in a tree (RFC 9162 section 2.1).

const FIELDS = ["kind", "precedence", "logged", "content", "releases", "reference"];
const FIELD_LABEL = utf8("parley/1 field\0");
const LEAF_LABEL = utf8("parley/1 leaf\0");

const nodeHash = (left, right) => sha256(ONE, left, right);

const isReferenceItem = (item) =>
  item === null || typeof item === "boolean" || isNumber(item) || (isBytes(item) && item.length <= 64);

function isField(name, value) {
  if (name === "reference") {
    return value === null || (Array.isArray(value) && value.length <= 8 && value.every(isReferenceItem));
  }
  if (value === null) return name === "precedence" || name === "releases";
  if (name === "content" || name === "releases") return isBytes(value) && value.length <= 64;
  return isNumber(value);
}

// Six places: {salt, value} where a field is open, its 32-byte commitment where not.
function disclosure(value) {
  need(isList(value, FIELDS.length), "PLY-LOG-002");
  return value.map((place, field) => {
    if (isBytes(place)) {
      need(place.length === HASH_BYTES, "PLY-LOG-002");
      return place;
    }
    need(isList(place, 2), "PLY-LOG-002");
    const [salt, shown] = place;
    need(isBytes(salt) && salt.length === 16 && isField(FIELDS[field], shown), "PLY-LOG-002");
    return { salt, value: shown };
  });
}

const commitment = (place, field) =>
  isBytes(place) ? place : sha256(FIELD_LABEL, Uint8Array.of(field), place.salt, encode(place.value));

async function leafHash(places) {
  return sha256(ZERO, LEAF_LABEL, ...(await Promise.all(places.map(commitment))));
}

async function verifyInclusion(leaf, index, size, path, root) {
  const bad = "PLY-LOG-003";
  need(index < size && [leaf, ...path].every(isHash), bad);
  let [place, last, node] = [index, size - 1, leaf];
  const up = () => {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  };
  for (const sibling of path) {
    need(last > 0, bad);
    if (place % 2 || place === last) {
      node = await nodeHash(sibling, node);
      while (place % 2 === 0 && place) up();
    } else {
      node = await nodeHash(node, sibling);
    }
    up();
  }
  need(last === 0 && same(node, root), bad);
}

function split(count) {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

async function verifySelection(places, leaves, size, hashes, root) {
  const bad = "PLY-LOG-005";
  need(places.every((place, at) => place < size && (at === 0 || places[at - 1] < place)), bad);
  need([...leaves, ...hashes].every(isHash), bad);
  let used = 0;
  let next = 0;
  const descend = async (first, end) => {
    if (next === places.length || places[next] >= end) {
      need(used < hashes.length, bad);
      return hashes[used++];
    }
    if (end - first === 1) return leaves[next++];
    const middle = first + split(end - first);
    const left = await descend(first, middle);
    return nodeHash(left, await descend(middle, end));
  };
  need(same(await descend(0, size), root) && used === hashes.length, bad);
}
