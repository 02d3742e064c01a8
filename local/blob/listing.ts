// cspell:ignore maxresults
import type { LocalResponse } from '../kit/http';
import { element, escapeXml, xmlAnswer } from '../kit/storage/answers';
import { metadataXml } from '../kit/storage/metadata';
import { pageOf } from '../kit/storage/page';
import type { StoredBlob, StoredContainer } from './model';

type Listed = { readonly name: string } & ({ readonly blob: StoredBlob } | { readonly prefix: true });

/** Names beyond the delimiter fall together into one prefix. */
function listed(blobs: readonly StoredBlob[], query: URLSearchParams): Listed[] {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const found = new Map<string, Listed>();
  for (const blob of blobs.filter(({ name }) => name.startsWith(prefix))) {
    const cut = delimiter === '' ? -1 : blob.name.indexOf(delimiter, prefix.length);
    if (cut < 0) found.set(`blob ${blob.name}`, { name: blob.name, blob });
    else found.set(`prefix ${cut}`, { name: blob.name.slice(0, cut + delimiter.length), prefix: true });
  }
  return [...found.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

export function blobList(
  endpoint: string,
  container: string,
  blobs: readonly StoredBlob[],
  query: URLSearchParams,
): LocalResponse {
  const { items, nextMarker } = pageOf(listed(blobs, query), query);
  const withMetadata = includes(query, 'metadata');
  const entries = items.map((one) =>
    'blob' in one ? blobEntry(one.blob, withMetadata) : `<BlobPrefix>${element('Name', one.name)}</BlobPrefix>`,
  );
  return list(query, `<Blobs>${entries.join('')}</Blobs>`, nextMarker, endpoint, ` ContainerName="${container}"`);
}

export function containerList(
  endpoint: string,
  containers: readonly StoredContainer[],
  query: URLSearchParams,
): LocalResponse {
  const prefix = query.get('prefix') ?? '';
  const { items, nextMarker } = pageOf(
    containers.filter(({ name }) => name.startsWith(prefix)),
    query,
  );
  const entries = items.map(
    ({ name, etag, modifiedAt, metadata }) =>
      `<Container>${element('Name', name)}<Properties>${element('Last-Modified', new Date(modifiedAt).toUTCString())}` +
      `${element('Etag', etag)}${element('LeaseStatus', 'unlocked')}${element('LeaseState', 'available')}</Properties>` +
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

function blobEntry(blob: StoredBlob, withMetadata: boolean): string {
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
    ['BlobType', 'BlockBlob'],
    ['AccessTier', 'Hot'],
    ['AccessTierInferred', 'true'],
    ['LeaseStatus', 'unlocked'],
    ['LeaseState', 'available'],
    ['ServerEncrypted', 'true'],
  ];
  const given = properties.map(([name, value]) => element(name, value)).join('');
  return (
    `<Blob>${element('Name', blob.name)}<Properties>${given}</Properties>` +
    `${withMetadata ? metadataXml(blob.metadata) : ''}</Blob>`
  );
}

const includes = (query: URLSearchParams, part: string) => (query.get('include') ?? '').split(',').includes(part);
