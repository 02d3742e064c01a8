import { AccountSASPermissions, QueueClient, QueueSASPermissions, QueueServiceClient } from '@azure/storage-queue';
import { bearer, goodToken, HOUR, NOON, openWorkbench, type Workbench } from '../../../local/queue/workbench.testsuite';
import { coverSurface } from './surface';

let bench: Workbench;
let made = 0;
beforeAll(async () => {
  bench = await openWorkbench();
}, 60_000);
afterAll(() => bench.close());

const fresh = (): string => `made-${(made += 1)}`;
const newQueue = async (): Promise<QueueClient> => {
  const queue = bench.service.getQueueClient(fresh());
  await queue.create();
  return queue;
};
const taken = async (queue: QueueClient) => {
  const { messageId, popReceipt } = await queue.sendMessage('hello');
  return [messageId, popReceipt] as const;
};
const inAnHour = new Date(NOON + HOUR);
const sas = { permissions: QueueSASPermissions.parse('r'), expiresOn: inAnHour };
const delegation = () =>
  bench.clientWith(bearer(goodToken)).getUserDelegationKey(new Date(NOON), new Date(NOON + HOUR));

coverSurface('QueueServiceClient', QueueServiceClient, {
  internal: ['listQueuesSegment', 'listSegments', 'listItems'],
  refused: ['getStatistics'],
  calls: {
    getQueueClient: () => bench.service.getQueueClient('orders'),
    listQueues: () => bench.service.listQueues(),
    getProperties: () => bench.service.getProperties(),
    setProperties: () => bench.service.setProperties({}),
    getStatistics: () => bench.service.getStatistics(),
    createQueue: () => bench.service.createQueue(fresh()),
    deleteQueue: async () => bench.service.deleteQueue((await newQueue()).name),
    generateAccountSasUrl: () => bench.service.generateAccountSasUrl(inAnHour, AccountSASPermissions.parse('r'), 's'),
    generateSasStringToSign: () => bench.service.generateSasStringToSign(inAnHour),
    getUserDelegationKey: delegation,
  },
});

coverSurface('QueueClient', QueueClient, {
  internal: ['getMessageIdContext', 'getQueueNameFromUrl'],
  calls: {
    create: newQueue,
    createIfNotExists: () => bench.queue.createIfNotExists(),
    delete: async () => (await newQueue()).delete(),
    deleteIfExists: () => bench.service.getQueueClient('none').deleteIfExists(),
    exists: () => bench.queue.exists(),
    getProperties: () => bench.queue.getProperties(),
    setMetadata: () => bench.queue.setMetadata({ a: 'b' }),
    getAccessPolicy: () => bench.queue.getAccessPolicy(),
    setAccessPolicy: () => bench.queue.setAccessPolicy([]),
    clearMessages: async () => (await newQueue()).clearMessages(),
    sendMessage: () => bench.queue.sendMessage('hello'),
    receiveMessages: () => bench.queue.receiveMessages(),
    peekMessages: () => bench.queue.peekMessages(),
    deleteMessage: async () => bench.queue.deleteMessage(...(await taken(bench.queue))),
    updateMessage: async () => bench.queue.updateMessage(...(await taken(bench.queue)), 'other', 0),
    generateSasUrl: () => bench.queue.generateSasUrl(sas),
    generateSasStringToSign: () => bench.queue.generateSasStringToSign(sas),
    generateUserDelegationSasUrl: async () => bench.queue.generateUserDelegationSasUrl(sas, await delegation()),
    generateUserDelegationStringToSign: async () =>
      bench.queue.generateUserDelegationStringToSign(sas, await delegation()),
  },
});
