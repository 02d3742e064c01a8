import type { DurableFunctions } from './functions';
import type { Hub } from './hub';
import type { Envelopes } from './messages';
import type { Roughness } from './roughness';

/** What every step of the task hub works with. */
export interface HubContext {
  readonly hub: Hub;
  readonly functions: DurableFunctions;
  readonly envelopes: Envelopes;
  readonly roughness: Roughness;
  now(): number;
}
