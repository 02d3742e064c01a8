import type { BlobClient, BlobGetPropertiesResponse, BlobServiceClient, RestError } from '@azure/storage-blob';
import type { ReadBlob } from '../../blob-service';
import { json, text } from '../../worker/typed-data';
import type { Given } from '../queue/message';
import type { BlobPath } from './blob-path';

/** What is put on the host's queue for a blob, and on the poison queue for one that failed too often. */
export interface BlobMessage {
  readonly Type: 'BlobTrigger';
  readonly FunctionId: string;
  readonly BlobType: string;
  readonly ContainerName: string;
  readonly BlobName: string;
  readonly ETag: string;
}

/** As it lies on a queue. */
export const textOf = (message: BlobMessage): string => Buffer.from(JSON.stringify(message)).toString('base64');

/** What a function is given of the blob, or undefined where that is gone or another by now: the next scan will find it. */
export async function blobOf(
  service: BlobServiceClient,
  path: BlobPath,
  message: BlobMessage,
  read: ReadBlob,
): Promise<Given | undefined> {
  const { ContainerName, BlobName, ETag } = message;
  const client = service.getContainerClient(ContainerName).getBlobClient(BlobName);
  try {
    const properties = await client.getProperties();
    if (properties.etag?.replaceAll('"', '') !== ETag) return undefined;
    return { data: await read(client), metadata: metadataOf(client, properties, path.match(BlobName) ?? {}) };
  } catch (error) {
    if ((error as RestError).statusCode === NOT_FOUND) return undefined;
    throw error;
  }
}

const NOT_FOUND = 404;

/** As BlobTriggerBinding.CreateBindingData makes it; of the properties those that an app may look at. */
function metadataOf(
  client: BlobClient,
  properties: BlobGetPropertiesResponse,
  parts: Readonly<Record<string, string>>,
): Given['metadata'] {
  const { metadata = {}, contentLength, contentType, lastModified, createdOn, blobType, etag } = properties;
  const shown = {
    ...{ ContentLength: contentLength, ContentType: contentType, BlobType: blobType, ETag: etag, Metadata: metadata },
    ...{ LastModified: lastModified?.toISOString(), CreatedOn: createdOn?.toISOString() },
  };
  return {
    BlobTrigger: text(`${client.containerName}/${client.name}`),
    Uri: text(client.url),
    Properties: json(shown),
    Metadata: json(metadata),
    ...Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, text(value)])),
  };
}
