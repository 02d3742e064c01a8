import type { AwaitedMessages } from './awaited-messages';
import type { DurableFunctions } from './functions';
import type { Hub } from './hub';
import type { Envelopes } from './messages';
import type { Roughness } from './roughness';
import type { Versioning } from './versioning';

/** What every step of the task hub works with. */
export interface HubContext {
  readonly hub: Hub;
  readonly functions: DurableFunctions;
  readonly envelopes: Envelopes;
  readonly roughness: Roughness;
  readonly versioning: Versioning;
  /** A start takes the place of an instance that is under way. */
  readonly replacesRunning: boolean;
  readonly awaited: AwaitedMessages;
  now(): number;
}
