import type { PresenceUse } from '../config/presence-uses';
import type { AgentView } from '../routing/agent-view';
import type { VetoCause } from '../routing/types';

/** What everybody sees of a person in Teams (https://learn.microsoft.com/graph/api/resources/presence). */
export interface TeamsPresence {
  readonly availability: string;
  readonly activity: string;
}

/** What we did about a person's presence, as far as this process remembers. */
export interface Shown {
  /** Until when Teams shows them busy for us; null: not at all. */
  readonly busyUntilAt: number | null;
  /** When we last took that back; null: never. */
  readonly clearedAt: number | null;
}

/** What is to be done about one agent: the veto in force from now on, and what Teams is told. */
export interface PresenceStep {
  readonly veto: VetoCause | null;
  readonly tell: 'busy' | 'clear' | 'nothing';
}

/** How long Teams shows an agent busy without hearing from us again: 5 minutes to 4 hours are allowed. */
export const BUSY_FOR_MS = 10 * 60_000;
/** What was cleared is still seen for as long: Graph lags some 10 seconds, and presence is read at intervals. */
const LAG_MS = 60_000;

interface Seen {
  readonly use: Exclude<PresenceUse, 'off'>;
  /** Undefined: Teams does not know the person. */
  readonly presence: TeamsPresence | undefined;
  readonly held: AgentView['assignments'];
  /** Undefined: this process has not met them. */
  readonly shown: Shown | undefined;
  readonly now: number;
}

/** Pure: what presence means for an agent, and what Teams is to show of them. */
export function presenceStep(seen: Seen): PresenceStep {
  const tell = toTell(seen);
  return { veto: vetoOf(seen, tell), tell };
}

/** Texts make nobody busy in Teams by themselves; a call does. Notes after a conversation are no reason to be left alone. */
function toTell({ use, presence, held, shown, now }: Seen): PresenceStep['tell'] {
  if (use === 'veto') return 'nothing';
  const busyUntilAt = shown?.busyUntilAt ?? null;
  const isOnText = held.some(({ channel, wrapUpUntilAt }) => channel !== 'voice' && wrapUpUntilAt === null);
  if (isOnText && !isInOurCall(held))
    return busyUntilAt === null || busyUntilAt - now < BUSY_FOR_MS / 2 ? 'busy' : 'nothing';
  if (busyUntilAt !== null) return 'clear';
  // The process before this one may have set it.
  return shown === undefined && presence?.activity === OURS && !isInOurCall(held) ? 'clear' : 'nothing';
}

/** What an application can set that means: not now (https://learn.microsoft.com/graph/api/presence-setpresence). */
const OURS = 'InACall';
const CALLS: ReadonlySet<string> = new Set([OURS, 'InAConferenceCall']);

/**
 * A meeting in the calendar and a busy that the person chose are no veto: who is in a call, presents or wants silence is. Presence does
 * not say who set it: what may be our own doing is none.
 */
function vetoOf(seen: Seen, tell: PresenceStep['tell']): VetoCause | null {
  const { presence, held } = seen;
  if (presence === undefined) return null;
  if (presence.availability === 'Offline') return 'offline';
  if (presence.availability === 'DoNotDisturb') return 'doNotDisturb';
  if (!CALLS.has(presence.activity) || isInOurCall(held)) return null;
  return presence.activity === OURS && mayBeOurs(seen, tell) ? null : 'inACall';
}

function mayBeOurs({ shown, now }: Seen, tell: PresenceStep['tell']): boolean {
  if (tell !== 'nothing') return true;
  if (shown === undefined) return false;
  return shown.busyUntilAt !== null || (shown.clearedAt !== null && now < shown.clearedAt + LAG_MS);
}

const isInOurCall = (held: Seen['held']): boolean => held.some(({ channel }) => channel === 'voice');

/** What is to be remembered once Teams was told. */
export const shownAfter = (shown: Shown | undefined, tell: PresenceStep['tell'], now: number): Shown => {
  if (tell === 'busy') return { busyUntilAt: now + BUSY_FOR_MS, clearedAt: null };
  if (tell === 'clear') return { busyUntilAt: null, clearedAt: now };
  return shown ?? { busyUntilAt: null, clearedAt: null };
};
