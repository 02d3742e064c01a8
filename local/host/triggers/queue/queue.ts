import type { QueueServiceClient, RestError } from '@azure/storage-queue';

/** A message that this host has taken; whoever has its last receipt may delete it, or say when it can be seen again. */
export interface TakenMessage {
  readonly id: string;
  readonly popReceipt: string;
  /** As it lies on the queue. */
  readonly text: string;
  readonly dequeueCount: number;
  readonly insertedAt: number;
  readonly expiresAt: number;
  readonly nextVisibleAt: number;
}

type Held = Pick<TakenMessage, 'id' | 'popReceipt'>;

/** What a listener asks of a queue. Lengths in milliseconds. */
export interface Queue {
  readonly name: string;
  exists(): Promise<boolean>;
  take(most: number, hiddenForMs: number): Promise<readonly TakenMessage[]>;
  /** Gives the new receipt, or undefined where somebody else has the message by now or it is gone. */
  hide(message: Held, forMs: number): Promise<string | undefined>;
  /** Does nothing where somebody else has the message by now or it is gone. */
  delete(message: Held): Promise<void>;
  /** Puts a message on it, which is made where there is none. */
  add(text: string): Promise<void>;
}

/** What azure-sdk-for-net's QueueProcessor passes over: someone else took over the message, or it is gone with or without its queue. */
const PASSED_OVER = ['PopReceiptMismatch', 'MessageNotFound', 'QueueNotFound', 'QueueBeingDeleted', 'QueueDisabled'];

export function queueOf(service: QueueServiceClient, name: string): Queue {
  const client = service.getQueueClient(name);
  return {
    name,
    exists: () => client.exists(),
    async take(most, hiddenForMs) {
      const options = { numberOfMessages: most, visibilityTimeout: hiddenForMs / 1000 };
      const { receivedMessageItems } = await client.receiveMessages(options);
      return receivedMessageItems.map((item) => ({
        id: item.messageId,
        popReceipt: item.popReceipt,
        text: item.messageText,
        dequeueCount: item.dequeueCount,
        insertedAt: item.insertedOn.getTime(),
        expiresAt: item.expiresOn.getTime(),
        nextVisibleAt: item.nextVisibleOn.getTime(),
      }));
    },
    async hide({ id, popReceipt }, forMs) {
      const updated = await unlessGone(client.updateMessage(id, popReceipt, undefined, forMs / 1000));
      return updated?.popReceipt;
    },
    delete: async ({ id, popReceipt }) => void (await unlessGone(client.deleteMessage(id, popReceipt))),
    async add(text) {
      await client.createIfNotExists();
      await client.sendMessage(text);
    },
  };
}

async function unlessGone<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (PASSED_OVER.includes((error as RestError).code ?? '')) return undefined;
    throw error;
  }
}
