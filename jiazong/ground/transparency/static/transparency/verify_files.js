// What the product hands out (docs/reference/evidence-log.md), checked in the browser by verify.js, which comes first.
(function (world) {
  "use strict";

  const J = world.JiazongProof;
  const { Refused, Checkpoint } = J;

  function unhexed(text) {
    if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Refused("盐不成形");
    return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
  }

  function openedLeaf(one) {
    if (one.salt != null && one.private != null) {
      const commit = J.hex(J.hmac256(unhexed(one.salt), J.utf8(J.canonical(one.private))));
      if (commit !== one.leaf.commit) throw new Refused(`${one.leaf.subject} 的内容与封存时不同`);
    }
    return J.leafHash(J.utf8(J.canonical(one.leaf)));
  }

  function signedCheckpoint(note, key, witnesses = []) {
    const found = new Checkpoint(note);
    found.check(key);
    if (J.readKey(key).name !== found.origin) throw new Refused(`检查点是 ${found.origin} 的，公钥是别人的`);
    const signers = new Set(found.signatures.map((line) => line.name));
    const roles = witnesses.filter((witness) => signers.has(J.readKey(witness.key).name)).map((witness) => {
      found.check(witness.key);
      return witness.role;
    });
    return { found, roles };
  }

  function checkProof(shown, key) {
    const { found, roles } = signedCheckpoint(shown.checkpoint, key || shown.key, shown.witnesses);
    if (found.size !== shown.size || shown.leaf.subject !== shown.subject) throw new Refused("证明里的条数或编号前后不一");
    J.checkInclusion(shown.index, found.size, openedLeaf(shown), shown.proof.map(J.decoded), found.root);
    return { sentence: `${shown.subject} 在日志第 ${shown.index} 条，封存后没有改动`, found, roles };
  }

  function checkGrowth(shown, key) {
    const { found, roles } = signedCheckpoint(shown.checkpoint, key || shown.key);
    const earlier = signedCheckpoint(shown.checkpoint_from, key || shown.key).found;
    if (earlier.size !== shown.from || found.size !== shown.to) throw new Refused("证明里的条数与检查点不符");
    if (earlier.size) J.checkConsistency(earlier.size, found.size, earlier.root, found.root, shown.proof.map(J.decoded));
    return { sentence: `日志从 ${earlier.size} 条长到 ${found.size} 条，早先的没有动过`, found, roles };
  }

  function firstNotBelow(places, aim, from, to) {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle] < aim) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function packRoot(size, places, hashes, nodes) {
    let used = 0;
    function part(low, high, first, last) {
      if (first === last) {
        if (used === nodes.length) throw new Refused("资料包的证明缺了一截");
        used += 1;
        return J.decoded(nodes[used - 1]);
      }
      if (high - low === 1) return hashes[first];
      let half = 1;
      while (half * 2 < high - low) half *= 2;
      const split = firstNotBelow(places, low + half, first, last);
      return J.nodeHash(part(low, low + half, first, split), part(low + half, high, split, last));
    }
    const root = size ? part(0, size, 0, places.length) : J.sha256(new Uint8Array());
    return used === nodes.length ? root : new Uint8Array();
  }

  function checkPack(shown, key) {
    const { found, roles } = signedCheckpoint(shown.checkpoint, key || shown.key, shown.witnesses);
    const places = shown.leaves.map((one) => one.index);
    const inOrder = places.every((at, i) => Number.isSafeInteger(at) && at >= 0 && at < found.size && (i === 0 || at > places[i - 1]));
    if (found.size !== shown.size || !inOrder) throw new Refused("资料包里的编号不成序");
    if (!J.same(packRoot(found.size, places, shown.leaves.map(openedLeaf), shown.nodes), found.root)) {
      throw new Refused("资料包里的记录与检查点不符：有记录被改过、少了或多了");
    }
    const waiting = shown.pending && shown.pending.length ? `，另有 ${shown.pending.length} 条待封存` : "";
    return { sentence: `${places.length} 条记录都在日志里，封存后没有改动${waiting}`, found, roles };
  }

  class Growing {
    constructor() {
      this.size = 0;
      this.edge = [];
    }

    add(hash) {
      let leaf = hash;
      for (let covered = this.size; covered % 2; covered = (covered - 1) / 2) leaf = J.nodeHash(this.edge.pop(), leaf);
      this.edge.push(leaf);
      this.size += 1;
    }

    root() {
      return this.edge.length ? this.edge.reduceRight((right, left) => J.nodeHash(left, right)) : J.sha256(new Uint8Array());
    }
  }

  function checkExport(lines, key) {
    const head = JSON.parse(lines[0]);
    const notes = new Map();
    const tree = new Growing();
    let last = null;
    for (const line of lines.slice(1)) {
      const one = JSON.parse(line);
      if ("checkpoint" in one) {
        last = signedCheckpoint(one.checkpoint, key || head.key, head.witnesses);
        const known = notes.get(last.found.size);
        if (known && !J.same(known, last.found.root)) throw new Refused(`同样 ${last.found.size} 条，却签过两个不同的根`);
        notes.set(last.found.size, last.found.root);
        continue;
      }
      if (one.index !== tree.size) throw new Refused(`日志第 ${tree.size} 条缺了或乱了次序`);
      const leaf = J.decoded(one.hash);
      if ("leaf" in one && !J.same(openedLeaf(one), leaf)) throw new Refused(`日志第 ${tree.size} 条（${one.leaf.subject}）的内容与封存时不同`);
      tree.add(leaf);
      const signed = notes.get(tree.size);
      if (signed && !J.same(signed, tree.root())) throw new Refused(`前 ${tree.size} 条与当时签过的检查点不符：其中有改动`);
    }
    const longest = Math.max(0, ...notes.keys());
    if (longest > tree.size) throw new Refused(`签过 ${longest} 条，只剩 ${tree.size} 条：末尾被删了`);
    if (tree.size !== head.size || !J.same(tree.root(), J.decoded(head.root))) throw new Refused(`全部 ${tree.size} 条算出的根与所称的不同`);
    if (!last) throw new Refused("导出里没有检查点，无从核对");
    return { sentence: `整本日志 ${tree.size} 条、${notes.size} 个检查点，前后一致`, found: last.found, roles: last.roles };
  }

  const CHECKS = {
    "jiazong.evidence.proof.v1": checkProof,
    "jiazong.evidence.consistency.v1": checkGrowth,
    "jiazong.evidence.pack.v1": checkPack,
  };

  function outcome(text, key) {
    const lines = text.split("\n").filter(Boolean);
    if (lines.length && lines[0].includes("jiazong.evidence.export.v1")) return checkExport(lines, key);
    const shown = JSON.parse(text);
    const check = CHECKS[shown && shown.format];
    if (!check) throw new Refused("这个文件不是证据日志的文件");
    return check(shown, key);
  }

  // One answer for every file: {ok, sentence} and, where it holds, the checkpoint it hangs on.
  world.JiazongProof.examine = function examine(text, key) {
    try {
      const { sentence, found, roles } = outcome(text, key && key.trim());
      const known = new Set(roles);
      const quorum = (known.has("street") || known.has("bureau")) && (known.has("agency") || known.has("evaluator"));
      return { ok: true, sentence, origin: found.origin, size: found.size, root: btoa(String.fromCharCode(...found.root)), witnesses: [...known].sort(), quorum };
    } catch (error) {
      if (error instanceof Refused) return { ok: false, sentence: error.message };
      if (error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError) {
        return { ok: false, sentence: "文件不成形，核对不了" };
      }
      throw error;
    }
  };
})(globalThis);
