import type { Agent } from './state';
import type { Channel } from './types';

/** A set of channels as bits: every offer changes one. */
export const BIT: Readonly<Record<Channel, number>> = { voice: 1, chat: 2, sms: 4, email: 8 };

/** Whether the agent could take one more of the channel now, as the index saw them last. */
export const isOpen = ({ listing }: Agent, channel: Channel): boolean => (listing.open & BIT[channel]) !== 0;
