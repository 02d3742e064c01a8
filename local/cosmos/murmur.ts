/** MurmurHash3 for 32-bit machines. */
export function murmur32(bytes: Uint8Array): number {
  const blocks = bytes.length - (bytes.length % 4);
  let hash = 0;
  for (let i = 0; i < blocks; i += 4) {
    hash ^= scramble32(littleEndian32(bytes, i, 4));
    hash = (Math.imul(rotate32(hash, 13), 5) + 0xe6546b64) | 0;
  }
  if (blocks < bytes.length) hash ^= scramble32(littleEndian32(bytes, blocks, bytes.length - blocks));
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const rotate32 = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

const scramble32 = (block: number): number => Math.imul(rotate32(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);

function littleEndian32(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i += 1) value |= (bytes[at + i] ?? 0) << (8 * i);
  return value;
}

const C1 = 0x87c37b91114253d5n;
const C2 = 0x4cf5ad432745937fn;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate64 = (value: bigint, by: bigint): bigint => u64(value << by) | (value >> (64n - by));
const scrambleFirst = (block: bigint): bigint => u64(rotate64(u64(block * C1), 31n) * C2);
const scrambleSecond = (block: bigint): bigint => u64(rotate64(u64(block * C2), 33n) * C1);

function mix64(value: bigint): bigint {
  let mixed = u64((value ^ (value >> 33n)) * 0xff51afd7ed558ccdn);
  mixed = u64((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n);
  return mixed ^ (mixed >> 33n);
}

/** MurmurHash3 for 64-bit machines: its two halves. */
export function murmur128(bytes: Buffer): readonly [bigint, bigint] {
  const padded = Buffer.concat([bytes, Buffer.alloc(16)]);
  const blocks = bytes.length - (bytes.length % 16);
  let [first, second] = [0n, 0n];
  for (let i = 0; i < blocks; i += 16) {
    first ^= scrambleFirst(padded.readBigUInt64LE(i));
    first = u64(u64(rotate64(first, 27n) + second) * 5n + 0x52dce729n);
    second ^= scrambleSecond(padded.readBigUInt64LE(i + 8));
    second = u64(u64(rotate64(second, 31n) + first) * 5n + 0x38495ab5n);
  }
  first ^= scrambleFirst(padded.readBigUInt64LE(blocks)) ^ BigInt(bytes.length);
  second ^= scrambleSecond(padded.readBigUInt64LE(blocks + 8)) ^ BigInt(bytes.length);
  first = u64(first + second);
  second = u64(second + first);
  const [a, b] = [mix64(first), mix64(second)];
  const sum = u64(a + b);
  return [sum, u64(b + sum)];
}
