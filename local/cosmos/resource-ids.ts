const encode = (bytes: Buffer): string => bytes.toString('base64').replace(/\//g, '-');

/** A database's rid: 4 bytes. */
export function databaseRid(database: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(database);
  return encode(bytes);
}

/** A container's rid: 8 bytes, the database's first; the top bit of the rest tells it from a user's. */
export const containerRid = (database: number, container: number): string =>
  encode(containerBytes(database, container));

function containerBytes(database: number, container: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(database);
  bytes.writeUInt32BE((container | 0x80000000) >>> 0, 4);
  return bytes;
}

/** A document's rid: 16 bytes, the container's first. */
export function documentRid(database: number, container: number, document: number): string {
  const bytes = Buffer.alloc(16);
  containerBytes(database, container).copy(bytes);
  bytes.writeBigUInt64LE(BigInt(document), 8);
  return encode(bytes);
}

/** A user's rid: 8 bytes, the database's first. */
export const userRid = (database: number, user: number): string => encode(userBytes(database, user));

function userBytes(database: number, user: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(database);
  bytes.writeUInt32BE(user, 4);
  return bytes;
}

/** A client encryption key's rid: 8 bytes, the database's first; they are numbered downwards, and users upwards. */
export const encryptionKeyRid = (database: number, key: number): string =>
  encode(userBytes(database, 0x7fffffff - key));

/** A permission's rid: 16 bytes, the user's first. */
export function permissionRid(database: number, user: number, permission: number): string {
  const bytes = Buffer.alloc(16);
  userBytes(database, user).copy(bytes);
  bytes.writeUInt32BE(permission, 12);
  return encode(bytes);
}

/** The number of the document of a container that a rid is; undefined when it is none of its. */
export function documentOfRid(container: string, rid: string): number | undefined {
  const [outer, bytes] = [container, rid].map((one) => Buffer.from(one.replaceAll('-', '/'), 'base64'));
  if (outer === undefined || bytes?.length !== 16 || !bytes.subarray(0, 8).equals(outer)) return undefined;
  return Number(bytes.readBigUInt64LE(8));
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0').slice(-digits);

/** One per write: no two versions of anything in an account share it. Quoted, as headers and documents have it. */
export function etagOf(
  container: number,
  version: { readonly lsn: number; readonly seq: number; readonly ts: number },
): string {
  const { lsn, seq, ts } = version;
  const high = Math.floor(lsn / 2 ** 32);
  return `"${hex(lsn % 2 ** 32, 8)}-${hex(seq, 4)}-${hex(high, 4)}-${hex(container, 4)}-${hex(ts, 8)}0000"`;
}
