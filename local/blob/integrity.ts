import { createHash } from 'node:crypto';
import { Refusal } from '../kit/storage/answers';
import { crc64 } from '../kit/storage/crc64';

type Headers = Readonly<Record<string, string>>;

const MD5_BYTES = 16;
const CRC64_BYTES = 8;

export const md5Of = (content: Buffer): string => createHash('md5').update(content).digest('base64');

/** Refuses content that is not what its sender says. `ofBlob`: an MD5 kept with the blob goes before that of the transfer. */
export function requireIntegrity(headers: Headers, content: Buffer, ofBlob?: 'of blob'): void {
  const md5 = (ofBlob && headers['x-ms-blob-content-md5']) ?? headers['content-md5'];
  const crc = headers['x-ms-content-crc64'];
  if (headers['content-md5'] !== undefined && crc !== undefined)
    throw new Refusal(
      'BothCrc64AndMd5HeaderPresent',
      'Both x-ms-content-crc64 header and Content-MD5 header are present.',
    );
  if (md5 !== undefined) requireMd5(md5, content);
  if (crc !== undefined) requireCrc64(crc, content);
}

function requireMd5(told: string, content: Buffer): void {
  if (Buffer.from(told, 'base64').length !== MD5_BYTES)
    throw new Refusal(
      'InvalidMd5',
      'The MD5 value specified in the request is invalid. MD5 value must be 128 bits and base64-encoded.',
    );
  const found = md5Of(content);
  if (told !== found)
    throw new Refusal(
      'Md5Mismatch',
      'The MD5 value specified in the request did not match with the MD5 value calculated by the server.',
      {
        UserSpecifiedMd5: told,
        ServerCalculatedMd5: found,
      },
    );
}

function requireCrc64(told: string, content: Buffer): void {
  if (Buffer.from(told, 'base64').length !== CRC64_BYTES)
    throw new Refusal(
      'InvalidHeaderValue',
      'The CRC64 value specified in the request is invalid. CRC64 value must be 64 bits and base64-encoded.',
    );
  const found = crc64(content);
  if (told !== found)
    throw new Refusal(
      'Crc64Mismatch',
      'The CRC64 value specified in the request did not match with the CRC64 value calculated by the server.',
      {
        UserSpecifiedCrc: told,
        ServerCalculatedCrc: found,
      },
    );
}

/** What the answer to a transfer tells of its content: the sum by which the sender checked it, or CRC64. */
export const integrityHeaders = (headers: Headers, content: Buffer): Record<string, string> =>
  headers['content-md5'] === undefined
    ? { 'x-ms-content-crc64': crc64(content) }
    : { 'content-md5': headers['content-md5'] };

const MOST_SUMMED = 4 * 2 ** 20;

/** The sum of a part that is read, where it is asked for. */
export function partSums(headers: Headers, part: Buffer): Record<string, string> {
  const isAsked = (name: string) => headers[`x-ms-range-get-content-${name}`] === 'true';
  if (!isAsked('md5') && !isAsked('crc64')) return {};
  if (part.length > MOST_SUMMED) throw new Refusal('OutOfRangeInput', 'The sum is given of ranges of up to 4 MiB.');
  return {
    ...(isAsked('md5') && { 'content-md5': md5Of(part) }),
    ...(isAsked('crc64') && { 'x-ms-content-crc64': crc64(part) }),
  };
}

/** Refuses a source that is not what the request says; told again in the answer where it was told. */
export function requireSourceMd5(headers: Headers, content: Buffer): Record<string, string> {
  const told = headers['x-ms-source-content-md5'];
  if (told === undefined) return {};
  if (told !== md5Of(content))
    throw new Refusal(
      'Md5Mismatch',
      'The MD5 value specified in the request did not match with the MD5 value calculated by the server.',
    );
  return { 'content-md5': told };
}
