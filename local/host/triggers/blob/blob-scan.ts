import type { BlobServiceClient, RestError } from '@azure/storage-blob';
import type { BlobPath } from './blob-path';
import { textOf, type BlobMessage } from './blob-message';

/** A function that blobs trigger. */
export interface Watching {
  /** As receipts and messages name the function. */
  readonly functionId: string;
  readonly path: BlobPath;
  /** Where its blobs are. */
  readonly service: BlobServiceClient;
}

export interface ScanOptions {
  readonly hostId: string;
  readonly watching: readonly Watching[];
  /** Where receipts are kept. */
  readonly receipts: BlobServiceClient;
  enqueue(text: string): Promise<void>;
}

/** Looks through the containers for blobs that no function has had as they are now; true when there was one. */
export type Scan = () => Promise<boolean>;

const HOSTS = 'azure-webjobs-hosts';

/**
 * As the extension does it (azure-sdk-for-net, BlobTriggerExecutor): for each blob that has no receipt a message is put on the host's own
 * queue, and then the receipt is written; a crash in between repeats the message.
 */
export function createScan({ hostId, watching, receipts, enqueue }: ScanOptions): Scan {
  const hosts = receipts.getContainerClient(HOSTS);
  /** Receipts of which this process knows that they are written. */
  const known = new Set<string>();

  const isPassed = async (receipt: string): Promise<boolean> =>
    known.has(receipt) || (await hosts.getBlobClient(receipt).exists());

  async function pass(message: BlobMessage): Promise<boolean> {
    const { FunctionId, ETag, ContainerName, BlobName } = message;
    const receipt = ['blobreceipts', hostId, FunctionId, ETag, ContainerName, BlobName].join('/');
    const isNew = !(await isPassed(receipt));
    if (isNew) {
      await enqueue(textOf(message));
      await hosts.createIfNotExists();
      await hosts.getBlockBlobClient(receipt).upload('', 0, { metadata: { Completed: 'true' } });
    }
    known.add(receipt);
    return isNew;
  }

  async function scanFor({ functionId, path, service }: Watching): Promise<boolean> {
    let found = false;
    try {
      for await (const { name, properties } of service
        .getContainerClient(path.container)
        .listBlobsFlat({ prefix: path.prefix })) {
        if (path.match(name) === undefined) continue;
        const blob = { ContainerName: path.container, BlobName: name, ETag: properties.etag.replaceAll('"', '') };
        const passed = await pass({
          Type: 'BlobTrigger',
          FunctionId: functionId,
          BlobType: properties.blobType ?? '',
          ...blob,
        });
        found ||= passed;
      }
    } catch (error) {
      if ((error as RestError).statusCode !== NOT_FOUND) throw error;
    }
    return found;
  }

  return async function scan() {
    let found = false;
    for (const one of watching) found = (await scanFor(one)) || found;
    return found;
  };
}

const NOT_FOUND = 404;
