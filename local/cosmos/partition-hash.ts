import type { Json } from './json';
import { murmur128, murmur32 } from './murmur';

/**
 * Effective partition keys: where a partition key lies between `""` and `FF`. Clients compute the same to route bulk
 * requests and prefixes of hierarchical keys, so every bit must be theirs (`@azure/cosmos` 4.9, `utils/hashing`).
 */
export type HashKind = 'v1' | 'v2' | 'multi';

const MARK = { undefined: 0x00, null: 0x01, false: 0x02, true: 0x03, number: 0x05, string: 0x08, end: 0xff } as const;
const LONGEST_V1_STRING = 100;

const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

/** `components` of a whole key or, for a hierarchical one, of a prefix; `{}` stands for what is not there. */
export function effectiveKey(kind: HashKind, components: readonly Json[]): string {
  switch (kind) {
    case 'v1':
      return effectiveKeyV1(components[0] ?? null);
    case 'v2':
      return effectiveKeyV2(components);
    case 'multi':
      return components.map((one) => effectiveKeyV2([one])).join('');
  }
}

function effectiveKeyV2(components: readonly Json[]): string {
  const [first, second] = murmur128(Buffer.concat(components.map((one) => bytesToHash(one, MARK.end))));
  const bytes = Buffer.alloc(16);
  bytes.writeBigUInt64BE(second);
  bytes.writeBigUInt64BE(first, 8);
  bytes[0] = (bytes[0] ?? 0) & 0x3f;
  return hex(bytes);
}

function effectiveKeyV1(component: Json): string {
  const short = typeof component === 'string' ? component.slice(0, LONGEST_V1_STRING) : component;
  return numberKey(murmur32(bytesToHash(short, MARK.undefined))) + readableKey(short);
}

function bytesToHash(value: Json, end: number): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([Buffer.from([MARK.string]), Buffer.from(value), Buffer.from([end])]);
  if (typeof value !== 'number') return Buffer.from([markOf(value)]);
  const bytes = Buffer.alloc(9);
  bytes[0] = MARK.number;
  bytes.writeDoubleLE(value, 1);
  return bytes;
}

function markOf(value: Json): number {
  if (value === null) return MARK.null;
  if (typeof value === 'boolean') return value ? MARK.true : MARK.false;
  return MARK.undefined;
}

/** The key itself, in an encoding whose bytes sort as the values do. */
function readableKey(value: Json): string {
  if (typeof value === 'number') return numberKey(value);
  if (typeof value !== 'string') return hex(Buffer.from([markOf(value)]));
  const isWhole = value.length <= LONGEST_V1_STRING;
  const bytes = Buffer.from(value).subarray(0, isWhole ? undefined : LONGEST_V1_STRING + 1);
  const raised = bytes.map((byte) => Math.min(byte + 1, 255));
  return hex(Buffer.from([MARK.string, ...raised, ...(isWhole ? [MARK.undefined] : [])]));
}

/** A double as bytes that sort as the numbers do: eight bits, then seven in each byte whose last bit says that more follow. */
export function numberKey(value: number): string {
  const double = Buffer.alloc(8);
  double.writeDoubleBE(value);
  const raw = double.readBigUInt64BE();
  const sign = 1n << 63n;
  let payload = raw < sign ? raw ^ sign : BigInt.asUintN(64, -raw);
  const bytes = [MARK.number, Number(payload >> 56n)];
  payload = BigInt.asUintN(64, payload << 8n);
  const rest: number[] = [];
  do {
    rest.push(Number(payload >> 56n) | 1);
    payload = BigInt.asUintN(64, payload << 7n);
  } while (payload !== 0n);
  const last = (rest.pop() ?? 0) & 0xfe;
  return hex(Buffer.from([...bytes, ...rest, ...(last === 0 ? [] : [last])]));
}
