import { BlobServiceClient, type BlobClient } from '@azure/storage-blob';
import { setting, storageConnection } from './outputs/connections';
import { text } from './worker/typed-data';
import type { Binding, TypedData } from './worker/types';

/** The blobs of the storage account that a binding names. */
export function blobServiceOf(binding: Binding): BlobServiceClient {
  const connection = storageConnection(binding, 'blob');
  return connection.kind === 'identity'
    ? new BlobServiceClient(connection.endpoint, connection.credential)
    : BlobServiceClient.fromConnectionString(connection.value);
}

/** `container/name`, filled in. */
export function pathOfBlob(path: string): { readonly container: string; readonly name: string } {
  const [, container, name] = /^\/?([^/]+)\/(.+)$/u.exec(path) ?? [];
  if (container === undefined || name === undefined)
    throw new Error(`'${path}' is not the path of a blob: container/name.`);
  return { container, name };
}

/** Of a blob what its binding asks for; throws where there is none. */
export type ReadBlob = (blob: BlobClient) => Promise<TypedData>;

/** Bytes, or text where the binding says so, or what a client is made of where the app wants one (`sdkBinding`). */
export function readerOf(binding: Binding): ReadBlob {
  if (wantsClient(binding)) return async (blob) => clientData(binding, blob);
  const isText = binding['dataType'] === 'string';
  return async (blob) => {
    const bytes = await blob.downloadToBuffer();
    return isText ? text(bytes.toString('utf8')) : { bytes };
  };
}

const wantsClient = ({ properties }: Binding): boolean =>
  (properties as { supportsDeferredBinding?: string } | undefined)?.supportsDeferredBinding === 'true';

/** As the extension of .NET hands it over (BlobTriggerBinding, ParameterBindingData). */
function clientData(binding: Binding, { containerName, name }: BlobClient): TypedData {
  const Connection = setting(binding, 'connection') ?? 'AzureWebJobsStorage';
  const content = Buffer.from(JSON.stringify({ Connection, ContainerName: containerName, BlobName: name }));
  return {
    modelBindingData: { version: '1.0', source: 'AzureStorageBlobs', contentType: 'application/json', content },
  };
}
