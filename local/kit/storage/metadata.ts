import type { LocalRequest } from '../http';
import { element, Refusal } from './answers';

/** What users keep with a resource, by name. */
export type Metadata = Readonly<Record<string, string>>;

const PREFIX = 'x-ms-meta-';
/** Names are those of C#: https://learn.microsoft.com/rest/api/storageservices/setting-and-retrieving-properties-and-metadata-for-blob-resources */
const VALID_NAME = /^[A-Za-z_]\w*$/;

/** Names keep the letters in which they were sent. */
export function metadataOf({ headers, headerNames = [] }: Pick<LocalRequest, 'headers' | 'headerNames'>): Metadata {
  const sent = new Map(headerNames.map((name) => [name.toLowerCase(), name]));
  const found = Object.entries(headers).filter(([name]) => name.startsWith(PREFIX));
  return Object.fromEntries(
    found.map(([name, value]) => [checked((sent.get(name) ?? name).slice(PREFIX.length)), value]),
  );
}

function checked(name: string): string {
  if (VALID_NAME.test(name)) return name;
  throw new Refusal(
    'InvalidMetadata',
    'The specified metadata is invalid. It includes characters that are not permitted.',
  );
}

/** As headers of an answer. */
export const metadataHeaders = (metadata: Metadata): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]));

/** As an element of a list. */
export const metadataXml = (metadata: Metadata): string =>
  `<Metadata>${Object.entries(metadata)
    .map(([name, value]) => element(name, value))
    .join('')}</Metadata>`;
