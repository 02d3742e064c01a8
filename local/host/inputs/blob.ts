import { RestError } from '@azure/storage-blob';
import { blobServiceOf, pathOfBlob, readerOf } from '../blob-service';
import { needed } from '../outputs/connections';
import { fillIn } from '../outputs/expressions';
import { nothing } from '../worker/typed-data';
import type { Binding } from '../worker/types';
import type { Input } from './input';

/** One blob as the binding asks for it; nothing where there is none. */
export function blobInput(binding: Binding): Input {
  const service = blobServiceOf(binding);
  const path = needed(binding, 'path');
  const read = readerOf(binding);
  return async (data) => {
    const { container, name } = pathOfBlob(fillIn(path, data()));
    try {
      return await read(service.getContainerClient(container).getBlobClient(name));
    } catch (error) {
      if (error instanceof RestError && error.statusCode === NOT_FOUND) return nothing;
      throw error;
    }
  };
}

const NOT_FOUND = 404;
