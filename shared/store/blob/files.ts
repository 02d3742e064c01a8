import { RestError, type ContainerClient } from '@azure/storage-blob';
import type { Files } from '../../ports/files';

/** Files as block blobs of one container. */
export function blobFiles(container: ContainerClient): Files {
  async function get(path: string): Promise<Uint8Array | undefined> {
    try {
      return await container.getBlockBlobClient(path).downloadToBuffer();
    } catch (error) {
      if (error instanceof RestError && error.statusCode === 404) return undefined;
      throw error;
    }
  }
  return {
    async put(path, content, contentType) {
      const blob = container.getBlockBlobClient(path);
      // Opened by agents in a browser: never shown inline as a page of the storage's own origin.
      await blob.uploadData(content, {
        blobHTTPHeaders: { blobContentType: contentType, blobContentDisposition: 'attachment' },
      });
      return blob.url;
    },
    get,
    async open(url) {
      const base = `${container.url}/`;
      return url.startsWith(base) ? get(decodeURIComponent(url.slice(base.length))) : undefined;
    },
    async remove(path) {
      await container.getBlockBlobClient(path).deleteIfExists();
    },
  };
}
