import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import type { Container } from '@azure/cosmos';
import type { Settings } from '../shared/contracts/settings';
import { compileFiles } from '../shared/flows/lib/compile-files';
import { liveConfigs } from '../shared/flows/lib/live-configs';
import { routingConfigFor } from '../shared/flows/routing/routing-config';
import { createShardRunner } from '../shared/flows/routing/shard-runner';
import type { Clock } from '../shared/ports/time-and-ids';
import { cosmosConfigs } from '../shared/store/cosmos/configs';
import type { ContainerName } from '../shared/store/cosmos/containers';
import type { Files } from '../shared/ports/files';
import { cosmosMetrics } from '../shared/store/cosmos/metrics';
import { cosmosAddresses, cosmosDirectory, cosmosLines } from '../shared/store/cosmos/directory';
import { cosmosRecordings } from '../shared/store/cosmos/recordings';
import { cosmosInbox } from '../shared/store/cosmos/inbox';
import { cosmosInteractions } from '../shared/store/cosmos/interactions';
import { cosmosMessages } from '../shared/store/cosmos/messages';
import { cosmosNotes } from '../shared/store/cosmos/notes';
import { openDatabase } from '../shared/store/cosmos/database';
import { cosmosCustomerHistory } from '../shared/store/cosmos/customer-history';
import { cosmosSurveys } from '../shared/store/cosmos/surveys';
import { cosmosTranscripts } from '../shared/store/cosmos/transcripts';
import { cosmosRateCounts, cosmosThreadLog } from '../shared/store/cosmos/thread-log';
import { cosmosRoutingJournal } from '../shared/store/cosmos/routing-journal';
import { processLog } from './log';

/** The containers of the stamp by name. */
export type ContainerOf = (name: ContainerName) => Container;

/** One client for all of them: what is remembered of a session is remembered once. */
export function containersOf(
  { COSMOS_ENDPOINT, COSMOS_DATABASE }: Settings,
  aadCredentials: TokenCredential,
): ContainerOf {
  const database = openDatabase({ endpoint: COSMOS_ENDPOINT, aadCredentials }, COSMOS_DATABASE);
  return (name) => database.container(name);
}

/** Everything that the flows keep, in Cosmos and Blob. */
export function storesOf(container: ContainerOf, files: Files, clock: Clock) {
  const configStore = cosmosConfigs(container('config'));
  const configs = liveConfigs(configStore, clock, compileFiles);
  const ids = { next: randomUUID };
  const journal = cosmosRoutingJournal(container('routing'), files);
  return {
    interactions: cosmosInteractions(container('interactions')),
    messages: cosmosMessages(container('interactions')),
    notes: cosmosNotes(container('interactions')),
    surveys: cosmosSurveys(container('interactions')),
    history: cosmosCustomerHistory(container('directory')),
    metrics: cosmosMetrics(container('metrics')),
    inbox: cosmosInbox(container('inbox')),
    addresses: cosmosAddresses(container('addresses')),
    directory: cosmosDirectory(container('directory')),
    recordings: cosmosRecordings(container('addresses'), container('interactions')),
    transcripts: cosmosTranscripts(container('interactions')),
    outboundLines: cosmosLines(container('directory')),
    threadLog: cosmosThreadLog(container('inbox')),
    rates: cosmosRateCounts(container('inbox')),
    configStore,
    configs,
    journal,
    shards: createShardRunner({
      journal,
      clock,
      ids,
      log: processLog,
      configFor: (shard, version) => routingConfigFor(configs, shard, version),
    }),
  };
}
