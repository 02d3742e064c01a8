import type { DurableFunctions } from './functions';
import type { Hub } from './hub';
import type { Envelopes } from './messages';

/** What every step of the task hub works with. */
export interface HubContext {
  readonly hub: Hub;
  readonly functions: DurableFunctions;
  readonly envelopes: Envelopes;
  now(): number;
}
