import type { AgentProfile, ChannelCapacity } from './types';

const text = (units: number, max: number): ChannelCapacity => ({ units, max, exclusive: false });
const call: ChannelCapacity = { units: 1, max: 1, exclusive: true };

export const profile = (
  queueIds: string[],
  skills: Record<string, number>,
  channels: AgentProfile['capacity']['channels'],
) => ({
  queueIds,
  skills,
  capacity: { totalUnits: 3, channels },
});

export const CYD = profile(['care', 'sales', 'care'], {}, { chat: text(1, 1), sms: text(1, 1), email: text(1, 2) });

/** Who helps out in `care`: later, and when nobody of `sales` or `vip` waits for them. */
const HELPER: NonNullable<AgentProfile['preferences']> = {
  care: { level: 2, afterMs: 20_000 },
  vip: { level: 1, afterMs: 5_000 },
};

/** Who works in the world of the laws. */
export const PROFILES: Readonly<Record<string, AgentProfile>> = {
  ada: profile(['sales', 'care'], { french: 5 }, { voice: call, chat: text(1, 3), email: text(2, 1) }),
  bob: {
    ...profile(['sales', 'care', 'vip'], { french: 2 }, { voice: call, chat: text(1, 2), sms: text(1, 3) }),
    preferences: HELPER,
  },
  cyd: CYD,
  dan: profile(['vip'], { french: 9 }, { voice: call, chat: { ...text(1, 3), interruptedBy: ['voice'] } }),
};
