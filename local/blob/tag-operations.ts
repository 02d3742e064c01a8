import type { LocalRequest, LocalResponse } from '../kit/http';
import { element, escapeXml, Refusal, xmlAnswer } from '../kit/storage/answers';
import { pageOf } from '../kit/storage/page';
import { presentBlob, readableBlob, writeCheck, type BlobName } from './blob-operations';
import { isUnmodified, requireForWrite } from './conditions';
import type { Records } from './records';
import { fitsTags, namesIn, parseTagQuery, TagQueryError, type TagQuery } from './tag-query';
import { tagsInXml, tagsXml, type Tags } from './tags';

/** Get Blob Tags. */
export function getTags(records: Records, of: BlobName, { headers }: LocalRequest): LocalResponse {
  const blob = readableBlob(records, of, headers);
  isUnmodified(headers, blob);
  return xmlAnswer('Tags', tagsXml(blob.tags ?? {}));
}

/** Set Blob Tags: no new version of the blob. */
export async function setTags(records: Records, of: BlobName, { headers, body }: LocalRequest): Promise<LocalResponse> {
  const { tags: _, ...blob } = presentBlob(records, of);
  if (of.snapshot === undefined) writeCheck(records, of, headers)();
  else requireForWrite(headers, presentBlob(records, of));
  await records.keep({ ...blob, ...tagsInXml(body.toString('utf8')) });
  return { status: 204 };
}

/** Find Blobs by Tags, in the account or in a container. */
export function findBlobsByTags(
  records: Records,
  endpoint: string,
  { searchParams: query }: URL,
  container?: string,
): LocalResponse {
  const where = query.get('where') ?? '';
  const asked = searchOf(where);
  const places = container === undefined ? records.containers() : [records.container(container)];
  const found = places
    .flatMap(({ name }) => records.blobsOf(name))
    .filter((blob) => blob.tags !== undefined && fitsTags(asked, blob.tags, blob.container))
    .map((blob) => ({ ...blob, key: `${blob.container}/${blob.name}` }));
  const { items, nextMarker } = pageOf(found, query, ({ key }) => key);
  const names = namesIn(asked);
  const askedFor = (tags: Tags = {}): Tags =>
    Object.fromEntries(Object.entries(tags).filter(([name]) => names.has(name)));
  const blobs = items.map(
    (blob) =>
      `<Blob>${element('Name', blob.name)}${element('ContainerName', blob.container)}` +
      `<Tags>${tagsXml(askedFor(blob.tags))}</Tags></Blob>`,
  );
  return xmlAnswer(
    'EnumerationResults',
    `${element('Where', where)}<Blobs>${blobs.join('')}</Blobs>${element('NextMarker', nextMarker)}`,
    ` ServiceEndpoint="${escapeXml(endpoint)}/"`,
  );
}

function searchOf(where: string): TagQuery {
  try {
    return parseTagQuery(where, 'search');
  } catch (error) {
    if (!(error instanceof TagQueryError)) throw error;
    throw new Refusal('InvalidQueryParameterValue', error.message, {
      QueryParameterName: 'where',
      QueryParameterValue: where,
    });
  }
}
