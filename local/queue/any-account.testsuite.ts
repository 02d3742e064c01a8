import { randomUUID } from 'node:crypto';
import { QueueServiceClient, StorageSharedKeyCredential } from '@azure/storage-queue';
import { openWorkbench, type Workbench } from './workbench.testsuite';

/** What a real account can be asked for too. Queues of a run begin with its `prefix`. */
export type AnyAccount = Pick<Workbench, 'service' | 'queue' | 'close'> & {
  readonly prefix: string;
  /** Time that goes by before a message can be seen again that was hidden for so long. */
  pass(ms: number): Promise<void>;
};

const {
  QUEUE_ACCOUNT_ENDPOINT: endpoint = '',
  QUEUE_ACCOUNT_NAME: name = '',
  QUEUE_ACCOUNT_KEY: key = '',
} = process.env;

/** Where the environment names an account by endpoint, name and key the suite is tried on that one. */
export async function openAccount(): Promise<AnyAccount> {
  if (endpoint !== '' && name !== '' && key !== '') return openRealAccount();
  const bench = await openWorkbench();
  return { ...bench, prefix: '', pass: async (ms) => bench.clock.stepTo(bench.clock.now() + ms) };
}

/** What a test makes is in queues of its own, which go with it. */
async function openRealAccount(): Promise<AnyAccount> {
  const service = new QueueServiceClient(endpoint, new StorageSharedKeyCredential(name, key));
  const prefix = `tests-${randomUUID().slice(0, 8)}-`;
  const queue = service.getQueueClient(`${prefix}orders`);
  await queue.create();
  return {
    ...{ prefix, service, queue },
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    async close() {
      for await (const { name: made } of service.listQueues({ prefix })) await service.deleteQueue(made);
    },
  };
}
