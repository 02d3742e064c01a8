import { app as host, type InvocationContext } from '@azure/functions';
import { measuredEvents } from '../../shared/contracts/events/feed';
import { keepHistory } from '../../shared/flows/history/keep-history';
import { appOf } from '../compose';
import { withDurableClient } from '../register';

/** What opened, from the change feed into the history of customers. A batch that fails comes again. */
export const registerHistoryFeed = (): void =>
  host.cosmosDB('history', {
    connection: 'COSMOS',
    databaseName: '%COSMOS_DATABASE%',
    containerName: 'interactions',
    leaseContainerName: 'leases',
    leaseContainerPrefix: 'history-',
    startFromBeginning: true,
    retry: { strategy: 'fixedDelay', delayInterval: { seconds: 5 }, maxRetryCount: -1 },
    ...withDurableClient,
    handler: (documents: unknown[], context: InvocationContext) =>
      keepHistory(appOf(context).deps, measuredEvents(documents)),
  });
