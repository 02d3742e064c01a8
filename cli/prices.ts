import type { Prices } from './costs';

/**
 * What `switchboard cost` reckons with where no list is given. A contact uses what the design allows it at most (storage
 * transactions, request units) and what its model says (executions of 25 ms in 2 GB, Event Grid operations): a chat of twenty
 * messages, a call of six minutes, six texts, a mail and its answer.
 */
export const LISTED: Prices = {
  asOf: '2026-10-05',
  currency: 'USD',
  source: 'Azure list prices, pay as you go, in the United States; yours may differ (--prices)',
  unit: {
    gigabyteSecond: 0.000026,
    execution: 0.0000004,
    storageTransaction: 0.0000004,
    requestUnit: 0.00000025,
    eventGridOperation: 0.0000006,
  },
  standingPerDay: { alwaysReadyInstance: 0.7, cosmosMinimum: 1.15 },
  perContact: {
    voice: { executions: 14, gigabyteSeconds: 0.7, storageTransactions: 90, requestUnits: 250, eventGridOperations: 2 },
    chat: { executions: 26, gigabyteSeconds: 1.3, storageTransactions: 90, requestUnits: 450, eventGridOperations: 20 },
    sms: { executions: 11, gigabyteSeconds: 0.55, storageTransactions: 90, requestUnits: 120, eventGridOperations: 6 },
    email: { executions: 7, gigabyteSeconds: 0.35, storageTransactions: 90, requestUnits: 120, eventGridOperations: 2 },
  },
};
