// The browser's own verifier of the evidence log: no library, no network, works from a file as well as from a page.
// RFC 6962/9162 proofs, C2SP signed notes and cosignatures, Ed25519 (RFC 8032), canonical JSON (RFC 8785, restricted types).
// Hashes are computed here and not by crypto.subtle, which a page opened without TLS does not have.
(function (world) {
  "use strict";

  class Refused extends Error {}

  // ---- bytes

  const utf8 = (text) => new TextEncoder().encode(text);

  function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  function decoded(text) {
    if (typeof text !== "string" || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
      throw new Refused(`不是 base64：${String(text).slice(0, 20)}`);
    }
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  // ---- SHA-256 and SHA-512 (FIPS 180-4); their constants are roots of primes, computed once

  const PRIMES = [];
  for (let n = 2; PRIMES.length < 80; n += 1) if (PRIMES.every((p) => n % p)) PRIMES.push(n);

  function fraction(prime, root) {
    // The first 64 bits behind the point of the square or cube root, by bisection in whole numbers.
    const aim = BigInt(prime) << BigInt(64 * root);
    let low = 0n;
    let high = 1n << 72n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(root) <= aim) low = middle;
      else high = middle;
    }
    return low & ((1n << 64n) - 1n);
  }

  const ROUND64 = PRIMES.map((prime) => fraction(prime, 3));
  const START64 = PRIMES.slice(0, 8).map((prime) => fraction(prime, 2));
  const ROUND32 = Int32Array.from(ROUND64.slice(0, 64), (word) => Number(BigInt.asIntN(32, word >> 32n)));
  const START32 = Int32Array.from(START64, (word) => Number(BigInt.asIntN(32, word >> 32n)));

  function padded(data, block) {
    const length = Math.ceil((data.length + 1 + block / 8) / block) * block;
    const whole = new Uint8Array(length);
    whole.set(data);
    whole[data.length] = 0x80;
    new DataView(whole.buffer).setBigUint64(length - 8, BigInt(data.length) * 8n);
    return new DataView(whole.buffer);
  }

  const words = new Int32Array(64);

  function sha256(data) {
    const view = padded(data, 64);
    const state = START32.slice();
    const turn = (word, by) => (word >>> by) | (word << (32 - by));
    for (let at = 0; at < view.byteLength; at += 64) {
      for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i += 1) {
        const a = words[i - 15];
        const b = words[i - 2];
        const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
        const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
        words[i] = (words[i - 16] + low + words[i - 7] + high) | 0;
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i += 1) {
        const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND32[i] + words[i]) | 0;
        const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = (state[i] + word) | 0; });
    }
    const out = new DataView(new ArrayBuffer(32));
    state.forEach((word, i) => out.setInt32(4 * i, word));
    return new Uint8Array(out.buffer);
  }

  function sha512(data) {
    const view = padded(data, 128);
    const cut = (word) => BigInt.asUintN(64, word);
    const turn = (word, by) => cut((word >> by) | (word << (64n - by)));
    const state = START64.slice();
    for (let at = 0; at < view.byteLength; at += 128) {
      const w = Array.from({ length: 16 }, (_, i) => view.getBigUint64(at + 8 * i));
      for (let i = 16; i < 80; i += 1) {
        const low = turn(w[i - 15], 1n) ^ turn(w[i - 15], 8n) ^ (w[i - 15] >> 7n);
        const high = turn(w[i - 2], 19n) ^ turn(w[i - 2], 61n) ^ (w[i - 2] >> 6n);
        w.push(cut(w[i - 16] + low + w[i - 7] + high));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 80; i += 1) {
        const one = cut(h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (cut(~e) & g)) + ROUND64[i] + w[i]);
        const two = cut((turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c)));
        h = g; g = f; f = e; e = cut(d + one); d = c; c = b; b = a; a = cut(one + two);
      }
      [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] = cut(state[i] + word); });
    }
    const out = new DataView(new ArrayBuffer(64));
    state.forEach((word, i) => out.setBigUint64(8 * i, word));
    return new Uint8Array(out.buffer);
  }

  function hmac256(key, data) {
    const block = new Uint8Array(64);
    block.set(key.length > 64 ? sha256(key) : key);
    const inner = sha256(joined(block.map((byte) => byte ^ 0x36), data));
    return sha256(joined(block.map((byte) => byte ^ 0x5c), inner));
  }

  // ---- the tree

  const leafHash = (data) => sha256(joined(Uint8Array.of(0), data));
  const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));
  const isWhole = (n) => Number.isSafeInteger(n) && n >= 0;

  function rootOfInclusion(index, size, leaf, proof) {
    if (!isWhole(index) || !isWhole(size) || index >= size || leaf.length !== 32) throw new Refused("编号不在日志的范围里");
    let place = BigInt(index);
    let last = BigInt(size) - 1n;
    let found = leaf;
    for (const step of proof) {
      if (last === 0n || step.length !== 32) throw new Refused("证明的长短与位置不符");
      if (place & 1n || place === last) {
        found = nodeHash(step, found);
        while (!(place & 1n) && place) { place >>= 1n; last >>= 1n; }
      } else {
        found = nodeHash(found, step);
      }
      place >>= 1n;
      last >>= 1n;
    }
    if (last) throw new Refused("证明的长短与位置不符");
    return found;
  }

  function checkInclusion(index, size, leaf, proof, root) {
    if (!same(rootOfInclusion(index, size, leaf, proof), root)) throw new Refused("记录不在这份检查点里，或者已被改动");
  }

  function checkConsistency(oldSize, newSize, oldRoot, newRoot, proof) {
    if (!isWhole(oldSize) || !isWhole(newSize) || oldSize > newSize) throw new Refused(`日志变短了：${oldSize} 条之后只有 ${newSize} 条`);
    if (oldSize === 0) throw new Refused("空日志之后的一致性无从证明");
    if (oldSize === newSize) {
      if (proof.length || !same(oldRoot, newRoot)) throw new Refused(`同样 ${oldSize} 条，却有两个不同的根`);
      return;
    }
    if (!proof.length || proof.some((step) => step.length !== 32)) throw new Refused("一致性证明不成形");
    let place = BigInt(oldSize) - 1n;
    let last = BigInt(newSize) - 1n;
    while (place & 1n) { place >>= 1n; last >>= 1n; }
    const path = place ? proof : [oldRoot, ...proof];
    let [older] = path;
    let newer = older;
    for (const step of path.slice(1)) {
      if (last === 0n) throw new Refused("一致性证明的长短不对");
      if (place & 1n || place === last) {
        older = nodeHash(step, older);
        newer = nodeHash(step, newer);
        while (!(place & 1n) && place) { place >>= 1n; last >>= 1n; }
      } else {
        newer = nodeHash(newer, step);
      }
      place >>= 1n;
      last >>= 1n;
    }
    if (last || !same(older, oldRoot) || !same(newer, newRoot)) throw new Refused(`较早的 ${oldSize} 条被改过：新日志不是从它长出来的`);
  }

  // ---- Ed25519

  const P = 2n ** 255n - 19n;
  const Q = 2n ** 252n + 27742317777372353535851937790883648493n;
  const over = (n, by = P) => ((n % by) + by) % by;

  function power(number, exponent) {
    let found = 1n;
    for (let square = over(number), left = exponent; left; left >>= 1n, square = (square * square) % P) {
      if (left & 1n) found = (found * square) % P;
    }
    return found;
  }

  const D = over(-121665n * power(121666n, P - 2n));

  function added(a, b) {
    const x = over((a[1] - a[0]) * (b[1] - b[0]));
    const y = over((a[1] + a[0]) * (b[1] + b[0]));
    const z = over(2n * a[3] * b[3] * D);
    const t = over(2n * a[2] * b[2]);
    const [e, f, g, h] = [y - x, t - z, t + z, y + x];
    return [over(e * f), over(g * h), over(f * g), over(e * h)];
  }

  function times(number, point) {
    let found = [0n, 1n, 1n, 0n];
    for (let left = number, step = point; left; left >>= 1n, step = added(step, step)) if (left & 1n) found = added(found, step);
    return found;
  }

  const numbered = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

  function pointOf(bytes) {
    const coded = numbered(bytes);
    const odd = coded >> 255n;
    const y = coded & ((1n << 255n) - 1n);
    const square = over((y * y - 1n) * power(D * y * y + 1n, P - 2n));
    let x = power(square, (P + 3n) / 8n);
    if (over(x * x - square)) x = over(x * power(2n, (P - 1n) / 4n));
    if (y >= P || over(x * x - square) || (x === 0n && odd)) return null;
    if ((x & 1n) !== odd) x = P - x;
    return [x, y, 1n, over(x * y)];
  }

  const GY = over(4n * power(5n, P - 2n));
  const BASE = pointOf(Uint8Array.from({ length: 32 }, (_, i) => Number((GY >> BigInt(8 * i)) & 255n)));

  function isSigned(key, text, signature) {
    if (key.length !== 32 || signature.length !== 64) return false;
    const scalar = numbered(signature.slice(32));
    const owner = pointOf(key);
    const point = pointOf(signature.slice(0, 32));
    if (scalar >= Q || !owner || !point) return false;
    const one = times(scalar, BASE);
    const two = added(point, times(numbered(sha512(joined(signature.slice(0, 32), key, text))) % Q, owner));
    return !over(one[0] * two[2] - two[0] * one[2]) && !over(one[1] * two[2] - two[1] * one[2]);
  }

  // ---- signed notes

  const LOG = 1;
  const WITNESS = 4;
  const keyId = (name, kind, key) => sha256(joined(utf8(`${name}\n`), Uint8Array.of(kind), key)).slice(0, 4);

  function readKey(text) {
    const found = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
    const data = found ? decoded(found[3]) : new Uint8Array();
    const [kind, key] = [data[0], data.slice(1)];
    if (!found || (kind !== LOG && kind !== WITNESS) || key.length !== 32 || hex(keyId(found[1], kind, key)) !== found[2]) {
      throw new Refused("公钥不成形：应是一行“名字+编号+密钥”");
    }
    return { name: found[1], kind, key };
  }

  class Checkpoint {
    constructor(note) {
      const gap = note.indexOf("\n\n");
      const lines = note.slice(0, Math.max(gap, 0)).split("\n");
      if (gap < 0 || lines.length < 3 || !lines[0] || !/^(0|[1-9][0-9]{0,15})$/.test(lines[1])) throw new Refused("检查点不成形");
      this.note = note;
      this.text = note.slice(0, gap + 1);
      [this.origin] = lines;
      this.size = Number(lines[1]);
      this.root = decoded(lines[2]);
      if (this.root.length !== 32) throw new Refused("检查点里的根不成形");
      this.signatures = note.slice(gap + 2).split("\n").filter(Boolean).map((line) => {
        const [dash, name, coded] = line.split(" ");
        if (dash !== "\u2014" || !coded) throw new Refused("检查点的签名行不成形");
        return { name, data: decoded(coded) };
      });
    }

    check(text) {
      const { name, kind, key } = readKey(text);
      const short = keyId(name, kind, key);
      for (const line of this.signatures) {
        if (line.name !== name || !same(line.data.slice(0, 4), short)) continue;
        let when = null;
        let signed = utf8(this.text);
        let signature = line.data.slice(4);
        if (kind === WITNESS) {
          if (signature.length !== 72) throw new Refused(`检查点上 ${name} 的签名是假的`);
          when = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
          signed = joined(utf8(`cosignature/v1\ntime ${when}\n`), signed);
          signature = signature.slice(8);
        }
        if (!isSigned(key, signed, signature)) throw new Refused(`检查点上 ${name} 的签名是假的`);
        return when;
      }
      throw new Refused(`检查点上没有 ${name} 的签名`);
    }
  }

  // ---- records

  function canonical(value) {
    if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
    if (value && typeof value === "object") {
      const names = Object.keys(value).sort();
      return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
    }
    return JSON.stringify(value);
  }

  world.JiazongProof = {
    Refused, Checkpoint, canonical, checkConsistency, checkInclusion, decoded, hex, hmac256, isSigned, joined, leafHash,
    nodeHash, readKey, same, sha256, sha512, utf8,
  };
})(globalThis);
