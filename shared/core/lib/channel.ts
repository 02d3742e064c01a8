/** Every way a customer can reach an agent. Order is the order of display. */
export const CHANNELS = ['voice', 'chat', 'sms', 'email'] as const;

/** A way a customer can reach an agent. */
export type Channel = (typeof CHANNELS)[number];

/** Channels that carry written messages; the others carry a call. */
export type MessageChannel = Exclude<Channel, 'voice'>;

/** True for channels whose customers read and write. */
export function isMessageChannel(channel: Channel): channel is MessageChannel {
  return channel !== 'voice';
}
