import type { EventMessage } from './state';

/**
 * Storage transactions of the Azure Storage back end, as counted in Azure/durabletask (AzureStorageOrchestrationService,
 * AzureTableTrackingStore); a table batch counts as one.
 */
export const TRANSACTIONS = {
  /** Instance read, queue put, instance insert. */
  start: 3,
  /** Queue get, queue put of the result, queue delete; the put of the request is the sender's. */
  activity: 3,
  /** Get, instance read, delete: what a message to an execution that is over still costs. */
  dropped: 3,
  purge: 4,
} as const;

/** A control queue poll returns at most this many messages. */
const MESSAGES_IN_A_POLL = 32;

/** Gets are shared, deletes are not; a message from a client was put by nobody else who pays for it. */
export function transactionsOfStep(batch: readonly EventMessage[], fixed: number, sent: number): number {
  const gets = Math.ceil(batch.length / MESSAGES_IN_A_POLL);
  const putByClients = batch.filter((message) => message.isFromClient).length;
  return fixed + gets + batch.length + putByClients + sent;
}
