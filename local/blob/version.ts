import { randomBytes } from 'node:crypto';

export const newEtag = (): string => `"0x8D${randomBytes(7).toString('hex').toUpperCase().slice(0, 13)}"`;

export const versionHeaders = (one: {
  readonly etag: string;
  readonly modifiedAt: number;
}): Record<string, string> => ({
  etag: one.etag,
  'last-modified': new Date(one.modifiedAt).toUTCString(),
});
