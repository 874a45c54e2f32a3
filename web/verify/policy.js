// SPDX-License-Identifier: Apache-2.0
// Whose signatures make a checkpoint count: tlog-policy texts (spec/5).

async function parsePolicy(data) {
  const bad = "PLY-LOG-013";
  need(data.length <= 262144, bad);
  const whole = text(data, bad);
  need(!/[\0-\x08\x0b-\x1f\x7f]/.test(whole) && whole.endsWith("\n"), bad);
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };
  const grouped = new Set();
  const defined = (name) => policy.witnesses.has(name) || policy.groups.has(name);
  const add = {
    log: (key) => {
      need(key.scheme !== COSIGNATURE, bad);
      need(policy.logs.every((log) => log.digest !== key.digest) && policy.logs.length < 64, bad);
      policy.logs.push(key);
    },
    witness: (name, key) => {
      need(key.scheme !== LOG, bad);
      need([...policy.witnesses.values()].every((known) => known.digest !== key.digest), bad);
      need(policy.witnesses.size < 64 && name !== "none" && !defined(name), bad);
      policy.witnesses.set(name, key);
    },
    group: (name, threshold, members) => {
      need(policy.groups.size < 64 && name !== "none" && !defined(name), bad);
      for (const member of members) {
        need(defined(member) && !grouped.has(member), bad);
        grouped.add(member);
      }
      const known = new Map([["any", 1], ["all", members.length]]);
      const count = known.get(threshold) ?? decimal(threshold);
      need(count !== null && count >= 1 && count <= members.length, bad);
      policy.groups.set(name, { count, members });
    },
    quorum: (name) => {
      need(policy.quorum === null && (name === "none" || defined(name)), bad);
      policy.quorum = name;
    },
  };
  for (const row of whole.slice(0, -1).split("\n")) {
    const [word, ...rest] = row.split(/[ \t]+/).filter((part) => part !== "");
    if (word === undefined || word.startsWith("#")) continue;
    if (word === "log" && (rest.length === 1 || rest.length === 2)) add.log(await parseKey(rest[0]));
    else if (word === "witness" && (rest.length === 2 || rest.length === 3)) add.witness(rest[0], await parseKey(rest[1]));
    else if (word === "group" && rest.length > 2) add.group(rest[0], rest[1], rest.slice(2));
    else if (word === "quorum" && rest.length === 1) add.quorum(rest[0]);
    else throw new Refused(bad);
  }
  need(policy.quorum !== null, bad);
  return policy;
}

function policyOf(note, policies) {
  const { origin } = parseCheckpoint(note.text);
  const policy = policies.find((each) => each.logs.some((log) => log.name === origin));
  need(policy !== undefined, "PLY-LOG-010");
  return policy;
}

async function sealsOf(keys, checkpoint, note) {
  const seals = new Map();
  for (const line of note.lines) {
    for (const key of keys) {
      if (made(key, line)) seals.set(key, await verifyLine(key, checkpoint, line));
    }
  }
  return seals;
}

async function judge(policy, note) {
  const checkpoint = parseCheckpoint(note.text);
  const logs = policy.logs.filter((log) => log.name === checkpoint.origin);
  const logSeals = await sealsOf(logs, checkpoint, note);
  const witnessSeals = await sealsOf([...policy.witnesses.values()], checkpoint, note);
  need(logSeals.size > 0, "PLY-LOG-008");
  const reached = new Set();
  for (const [name, key] of policy.witnesses) if (witnessSeals.has(key)) reached.add(name);
  for (const [name, group] of policy.groups) {
    if (group.members.filter((member) => reached.has(member)).length >= group.count) reached.add(name);
  }
  need(policy.quorum === "none" || reached.has(policy.quorum), "PLY-LOG-011");
  return { checkpoint, logSeals: [...logSeals.values()], witnessSeals: [...witnessSeals.values()] };
}
