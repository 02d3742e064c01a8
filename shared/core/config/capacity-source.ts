import type { Channel } from '../lib/channel';

/** Units an agent has in all, and what interactions take of them; a channel left out is not offered. */
export interface CapacitySource {
  readonly units: number;
  readonly channels: { readonly [channel in Channel]?: ChannelCapacitySource | undefined };
}

/** Units of one interaction, the most of them at once, and whether nothing else may run beside one. */
export interface ChannelCapacitySource {
  readonly units: number;
  readonly max?: number | undefined;
  readonly exclusive?: boolean | undefined;
  /** Channels that reach an agent who holds this one as if they did not. */
  readonly interruptedBy?: readonly Channel[] | undefined;
}
