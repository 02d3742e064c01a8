// cspell:ignore maxresults uncommittedblobs
import type { LocalResponse } from '../kit/http';
import { element, escapeXml, xmlAnswer } from '../kit/storage/answers';
import { metadataXml } from '../kit/storage/metadata';
import { pageOf } from '../kit/storage/page';
import { tagsXml } from './tags';
import { tierProperties } from './tiers';
import { kindOf } from './kinds';
import { leaseProperties, type Lease } from './leases';
import type { CopyRecord, StoredBlob, StoredContainer } from './model';

/** `name` is what it is sorted by. */
type Listed = { readonly name: string } & ({ readonly blob: StoredBlob } | { readonly prefix: true });

/** Names beyond the delimiter fall together into one prefix. */
function listed(blobs: readonly StoredBlob[], query: URLSearchParams): Listed[] {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const found = new Map<string, Listed>();
  for (const blob of blobs.filter(({ name }) => name.startsWith(prefix))) {
    const cut = delimiter === '' ? -1 : blob.name.indexOf(delimiter, prefix.length);
    if (cut < 0) found.set(`blob ${keyOf(blob)}`, { name: keyOf(blob), blob });
    else {
      const name = blob.name.slice(0, cut + delimiter.length);
      found.set(`prefix ${name}`, { name, prefix: true });
    }
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A blob follows its snapshots; a NUL sorts before whatever a longer name goes on with. */
const keyOf = ({ name, snapshot }: StoredBlob) => `${name}\0${snapshot ?? '~'}`;

export function blobList(
  endpoint: string,
  container: string,
  blobs: readonly StoredBlob[],
  query: URLSearchParams,
  now: number,
): LocalResponse {
  const { items, nextMarker } = pageOf(listed(blobs, query), query);
  const shown = {
    withMetadata: includes(query, 'metadata'),
    withCopy: includes(query, 'copy'),
    withTags: includes(query, 'tags'),
    now,
  };
  const entries = items.map((one) =>
    'blob' in one ? blobEntry(one.blob, shown) : `<BlobPrefix>${element('Name', one.name)}</BlobPrefix>`,
  );
  return list(query, `<Blobs>${entries.join('')}</Blobs>`, nextMarker, endpoint, ` ContainerName="${container}"`);
}

export function containerList(
  endpoint: string,
  containers: readonly StoredContainer[],
  query: URLSearchParams,
  now: number,
): LocalResponse {
  const prefix = query.get('prefix') ?? '';
  const { items, nextMarker } = pageOf(
    containers.filter(({ name }) => name.startsWith(prefix)),
    query,
  );
  const entries = items.map(
    ({ name, etag, modifiedAt, metadata, lease, publicAccess }) =>
      `<Container>${element('Name', name)}<Properties>${element('Last-Modified', new Date(modifiedAt).toUTCString())}` +
      `${element('Etag', etag)}${leaseXml(lease, now)}${publicAccess ? element('PublicAccess', publicAccess) : ''}</Properties>` +
      `${includes(query, 'metadata') ? metadataXml(metadata) : ''}</Container>`,
  );
  return list(query, `<Containers>${entries.join('')}</Containers>`, nextMarker, endpoint, '');
}

function list(
  query: URLSearchParams,
  entries: string,
  nextMarker: string,
  endpoint: string,
  attributes: string,
): LocalResponse {
  const asked = (name: string, tag: string) => {
    const value = query.get(name);
    return value === null ? '' : element(tag, value);
  };
  return xmlAnswer(
    'EnumerationResults',
    `${asked('prefix', 'Prefix')}${asked('marker', 'Marker')}${asked('maxresults', 'MaxResults')}` +
      `${asked('delimiter', 'Delimiter')}${entries}${element('NextMarker', nextMarker)}`,
    ` ServiceEndpoint="${escapeXml(endpoint)}/"${attributes}`,
  );
}

function leaseXml(lease: Lease | undefined, now: number): string {
  const { state, status, duration } = leaseProperties(lease, now);
  const told = duration === undefined ? '' : element('LeaseDuration', duration);
  return element('LeaseStatus', status) + element('LeaseState', state) + told;
}

const copyXml = ({ id, source, completedAt }: CopyRecord, size: number): string =>
  element('CopyId', id) +
  element('CopyStatus', 'success') +
  element('CopySource', source) +
  element('CopyProgress', `${size}/${size}`) +
  element('CopyCompletionTime', new Date(completedAt).toUTCString());

interface Shown {
  readonly withMetadata: boolean;
  readonly withCopy: boolean;
  readonly withTags: boolean;
  readonly now: number;
}

function blobEntry(blob: StoredBlob, { withMetadata, withCopy, withTags, now }: Shown): string {
  const properties: readonly (readonly [string, string | number])[] = [
    ['Creation-Time', new Date(blob.createdAt).toUTCString()],
    ['Last-Modified', new Date(blob.modifiedAt).toUTCString()],
    ['Etag', blob.etag.replaceAll('"', '')],
    ['Content-Length', blob.size],
    ['Content-Type', blob.headers.contentType],
    ['Content-Encoding', blob.headers.contentEncoding],
    ['Content-Language', blob.headers.contentLanguage],
    ['Content-MD5', blob.contentMd5],
    ['Content-Disposition', blob.headers.contentDisposition],
    ['Cache-Control', blob.headers.cacheControl],
    ['BlobType', kindOf(blob)],
    ...(kindOf(blob) === 'BlockBlob' ? Object.entries(tierProperties(blob.tier, now)) : []),
    ...(blob.pages ? [['x-ms-blob-sequence-number', blob.pages.sequence] as const] : []),
    ...(blob.appended ? [['Sealed', String(blob.appended.isSealed)] as const] : []),
    ['ServerEncrypted', 'true'],
    ...(blob.tags ? [['TagCount', Object.keys(blob.tags).length] as const] : []),
  ];
  const given =
    properties.map(([name, value]) => element(name, value)).join('') +
    (blob.snapshot === undefined ? leaseXml(blob.lease, now) : '') +
    (withCopy && blob.copy ? copyXml(blob.copy, blob.size) : '');
  return (
    `<Blob>${element('Name', blob.name)}${blob.snapshot ? element('Snapshot', blob.snapshot) : ''}<Properties>${given}</Properties>` +
    (withMetadata ? metadataXml(blob.metadata) : '') +
    `${withTags && blob.tags ? `<Tags>${tagsXml(blob.tags)}</Tags>` : ''}</Blob>`
  );
}

/** A list has uncommitted blobs only where it is asked for them. */
export const includesUncommitted = (query: URLSearchParams): boolean => includes(query, 'uncommittedblobs');

/** Nor has it snapshots. */
export const includesSnapshots = (query: URLSearchParams): boolean => includes(query, 'snapshots');

const includes = (query: URLSearchParams, part: string) => (query.get('include') ?? '').split(',').includes(part);
