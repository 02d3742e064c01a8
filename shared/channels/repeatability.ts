import { createHash } from 'node:crypto';

/** The name space of ids that we make from our own keys. */
const OURS = '7b0b6d0e-3f6a-5d55-9a5c-2f1c7a7c5b10';

/**
 * The id under which a provider recognises a repeat: the same for every try of the same operation with the same key,
 * in any process (UUID version 5, RFC 9562 §5.5).
 */
export const repeatabilityId = (operation: string, key: string): string => uuidV5(OURS, `${operation}\n${key}`);

/** A name-based UUID. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
