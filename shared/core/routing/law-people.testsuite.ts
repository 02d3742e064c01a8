import type { AgentProfile, ChannelCapacity } from './types';

const text = (units: number, max: number): ChannelCapacity => ({ units, max, exclusive: false });
const call: ChannelCapacity = { units: 1, max: 1, exclusive: true };

const profile = (
  queueIds: string[],
  skills: Record<string, number>,
  channels: AgentProfile['capacity']['channels'],
) => ({
  queueIds,
  skills,
  capacity: { totalUnits: 3, channels },
});

const CYD = profile(['care', 'sales', 'care'], {}, { chat: text(1, 1), sms: text(1, 1), email: text(1, 2) });

/** Who helps out in `care`: later, and when nobody of `sales` or `vip` waits for them. */
const HELPER: NonNullable<AgentProfile['preferences']> = {
  care: { level: 2, afterMs: 20_000 },
  vip: { level: 1, afterMs: 5_000 },
};

/** Who works in the world of the laws. */
const PROFILES: Readonly<Record<string, AgentProfile>> = {
  ada: profile(['sales', 'care'], { french: 5 }, { voice: call, chat: text(1, 3), email: text(2, 1) }),
  bob: {
    ...profile(['sales', 'care', 'vip'], { french: 2 }, { voice: call, chat: text(1, 2), sms: text(1, 3) }),
    preferences: HELPER,
  },
  cyd: CYD,
  dan: profile(['vip'], { french: 9 }, { voice: call, chat: { ...text(1, 3), interruptedBy: ['voice'] } }),
  eve: profile(
    ['sales', 'vip'],
    { french: 4 },
    { voice: call, chat: text(2, 1), sms: { ...text(1, 2), exclusive: true } },
  ),
};

/** One of them works for other queues in every other version. */
export const movingProfiles = (version: number): Readonly<Record<string, AgentProfile>> =>
  version % 2 === 0 ? { ...PROFILES, cyd: { ...CYD, queueIds: ['vip'] } } : PROFILES;

/** What each version makes of them: a channel, a skill, queues or the agent is gone, perhaps while they look at an offer or hold something. */
export function profilesOf(version: number): Readonly<Record<string, AgentProfile>> {
  const { eve, ...others } = movingProfiles(version);
  const isThere = version % 3 !== 0 && eve !== undefined;
  const narrow = {
    ...(version % 3 === 2 ? { ada: profile(['sales', 'care'], {}, { voice: call, email: text(2, 1) }) } : {}),
    ...(version % 4 === 2 ? { bob: profile(['vip'], {}, { voice: call, chat: text(1, 2), sms: text(1, 3) }) } : {}),
  };
  return { ...others, ...narrow, ...(isThere ? { eve } : {}) };
}

/** As the version has them; who is of it no more comes as they were. */
export const profileOf = (version: number, agentId: string): AgentProfile =>
  profilesOf(version)[agentId] ?? PROFILES[agentId] ?? CYD;
