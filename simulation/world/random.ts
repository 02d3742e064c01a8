/** Uniform draws from the open interval (0, 1). The same seed draws the same numbers, on every machine. */
export type Random = () => number;

const TWO_TO_32 = 2 ** 32;

/** A stream of its own for every list of parts: drawing more from one never changes another. */
export function randomOf(...parts: readonly (number | string)[]): Random {
  const hash = hashOf(parts.join('/'));
  return sfc32(hash(), hash(), hash(), hash());
}

/** Chris Doty-Humphrey's small fast counter generator, 32 bits; passes PractRand. */
function sfc32(seedA: number, seedB: number, seedC: number, counter: number): Random {
  let [a, b, c, d] = [seedA, seedB, seedC, counter];
  const next = () => {
    const drawn = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + drawn;
    return drawn >>> 0;
  };
  for (let round = 0; round < 12; round += 1) next();
  return () => (next() + 0.5) / TWO_TO_32;
}

/** Hashes of one text, one after another: `xmur3` by bryc (public domain). */
function hashOf(text: string): () => number {
  let hash = 1_779_033_703 ^ text.length;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 3_432_918_353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
    return (hash ^= hash >>> 16) >>> 0;
  };
}
