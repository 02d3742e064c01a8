import { randomUUID } from 'node:crypto';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { openWorkbench, type Workbench } from './workbench.testsuite';

/** What a real account can be asked for too. Containers of a run begin with its `prefix`. */
export type AnyAccount = Pick<Workbench, 'service' | 'container' | 'put' | 'textOf' | 'close'> & {
  readonly prefix: string;
};

const { BLOB_ACCOUNT_ENDPOINT: endpoint = '', BLOB_ACCOUNT_NAME: name = '', BLOB_ACCOUNT_KEY: key = '' } = process.env;

/** Where the environment names an account by endpoint, name and key the suite is tried on that one. */
export const openAccount = async (): Promise<AnyAccount> =>
  endpoint === '' || name === '' || key === '' ? { ...(await openWorkbench()), prefix: '' } : openRealAccount();

/** What a test makes is in containers of its own, which go with it. */
async function openRealAccount(): Promise<AnyAccount> {
  const service = new BlobServiceClient(endpoint, new StorageSharedKeyCredential(name, key));
  const prefix = `tests-${randomUUID().slice(0, 8)}-`;
  const container = service.getContainerClient(`${prefix}files`);
  await container.create();
  return {
    ...{ prefix, service, container },
    put: (blob, text) => container.getBlockBlobClient(blob).upload(text, Buffer.byteLength(text)),
    textOf: async (blob) => (await container.getBlobClient(blob).downloadToBuffer()).toString(),
    async close() {
      for await (const { name: made } of service.listContainers({ prefix })) await service.deleteContainer(made);
    },
  };
}
