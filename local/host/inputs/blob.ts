import { RestError } from '@azure/storage-blob';
import { blobServiceOf, pathOfBlob } from '../blob-service';
import { needed } from '../outputs/connections';
import { fillIn } from '../outputs/expressions';
import { nothing, text } from '../worker/typed-data';
import type { Binding } from '../worker/types';
import type { Input } from './input';

/** One blob, as bytes unless the binding asks for text; nothing where there is none. */
export function blobInput(binding: Binding): Input {
  const service = blobServiceOf(binding);
  const path = needed(binding, 'path');
  const isText = binding['dataType'] === 'string';
  return async (data) => {
    const { container, name } = pathOfBlob(fillIn(path, data()));
    try {
      const bytes = await service.getContainerClient(container).getBlobClient(name).downloadToBuffer();
      return isText ? text(bytes.toString('utf8')) : { bytes };
    } catch (error) {
      if (error instanceof RestError && error.statusCode === NOT_FOUND) return nothing;
      throw error;
    }
  };
}

const NOT_FOUND = 404;
