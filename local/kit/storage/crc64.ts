/** CRC-64/NVME, reflected, in two halves: numbers are exact to 53 bits only. */
const HIGH = 0x9a6c9329;
const LOW = 0xac4bc9b5;

const table = Array.from({ length: 256 }, (_, byte) => {
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    const isOdd = (low & 1) === 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (isOdd) [high, low] = [high ^ HIGH, low ^ LOW];
  }
  return [high, low] as const;
});
const highs = Int32Array.from(table, ([high]) => high);
const lows = Int32Array.from(table, ([, low]) => low);

/** The checksum of Azure Storage, in base64: https://learn.microsoft.com/rest/api/storageservices/put-blob */
export function crc64(content: Buffer): string {
  let high = -1;
  let low = -1;
  for (const byte of content) {
    const at = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (lows[at] ?? 0);
    high = (high >>> 8) ^ (highs[at] ?? 0);
  }
  const sum = Buffer.alloc(8);
  sum.writeInt32LE(~low, 0);
  sum.writeInt32LE(~high, 4);
  return sum.toString('base64');
}
