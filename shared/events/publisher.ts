import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';
import { EventGridPublisherClient } from '@azure/eventgrid';
import type { EventPublisher, OwnEvent } from '../ports/events';

/** Which topic, and as whom. */
export interface PublisherOptions {
  /** `https://<topic>.<region>.eventgrid.azure.net/api/events` */
  readonly endpoint: string;
  readonly credential: TokenCredential;
}

/** Every event has a sweep behind it: a publish that takes longer than this is not worth waiting for. */
const TIMEOUT_MS = 5_000;
const RETRIES = 1;

/** Publishes our own events as CloudEvents to our topic. */
export function createEventPublisher({ endpoint, credential }: PublisherOptions): EventPublisher {
  const client = new EventGridPublisherClient(endpoint, 'CloudEvent', credential, {
    retryOptions: { maxRetries: RETRIES, retryDelayInMs: 100 },
  });
  return {
    async publish({ type, ...data }) {
      const event = { id: randomUUID(), type, source: SOURCE, subject: subjectOf({ type, ...data } as OwnEvent), data };
      await client.send([event], { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
    },
  };
}

/** Says who raised it; a subscription may filter by it. */
const SOURCE = '/switchboard';

const subjectOf = (event: OwnEvent): string =>
  'shardId' in event ? `tenants/${event.tenantId}/shards/${event.shardId}` : `tenants/${event.tenantId}/mailboxes`;
