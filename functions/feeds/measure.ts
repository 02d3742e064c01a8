import { app as host, type InvocationContext } from '@azure/functions';
import { measuredEvents } from '../../shared/contracts/events/feed';
import { measure } from '../../shared/flows/measure';
import { appOf } from '../compose';
import { withDurableClient } from '../register';
import { tellWallboards } from './tell-wallboards';

/** What happened to interactions, from the change feed into the figures. A batch that fails comes again. */
export const registerMeasure = (): void =>
  host.cosmosDB('measure', {
    connection: 'COSMOS',
    databaseName: '%COSMOS_DATABASE%',
    containerName: 'interactions',
    leaseContainerName: 'leases',
    leaseContainerPrefix: 'measure-',
    startFromBeginning: true,
    // Without a policy a batch that failed would be skipped for ever.
    retry: { strategy: 'fixedDelay', delayInterval: { seconds: 5 }, maxRetryCount: -1 },
    ...withDurableClient,
    handler: async (documents: unknown[], context: InvocationContext) => {
      const { deps } = appOf(context);
      const events = measuredEvents(documents);
      await measure(deps, events);
      await tellWallboards(deps, new Set(events.map(({ tenantId }) => tenantId)));
    },
  });
