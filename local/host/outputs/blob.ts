import { blobServiceOf, pathOfBlob } from '../blob-service';
import type { Binding } from '../worker/types';
import { needed } from './connections';
import { fillIn } from './expressions';
import type { Output } from './output';
import { contentOf } from './values';

/** Writes one blob at `path`; the container is made where there is none. */
export function blobOutput(binding: Binding): Output {
  const service = blobServiceOf(binding);
  const path = needed(binding, 'path');
  return async (given, data) => {
    const content = contentOf(given);
    if (content === undefined) return;
    const { container, name } = pathOfBlob(fillIn(path, data));
    const client = service.getContainerClient(container);
    await client.createIfNotExists();
    await client.getBlockBlobClient(name).uploadData(content);
  };
}
