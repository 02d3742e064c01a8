import type { Command } from './commands';
import { profileOf } from './law-people.testsuite';
import type { Drawn } from './shard-laws.testsuite';
import type { Availability, RoutingStep } from './types';

const STEPS: readonly (readonly RoutingStep[])[] = [
  [{ requirements: [], onlyAgentIds: null, timeoutMs: null }],
  [
    { requirements: [{ skillId: 'french', atLeast: 4 }], onlyAgentIds: null, timeoutMs: 20_000 },
    { requirements: [{ skillId: 'french', atLeast: 1 }], onlyAgentIds: null, timeoutMs: 30_000 },
    { requirements: [], onlyAgentIds: null, timeoutMs: 5_000 },
  ],
  [
    { requirements: [], onlyAgentIds: ['dan', 'ada', 'dan'], timeoutMs: 10_000 },
    { requirements: [], onlyAgentIds: null, timeoutMs: null },
  ],
];

/** What a schedule has come to, as far as the next command needs it. */
export interface Known {
  readonly now: number;
  readonly configVersion: number;
  /** Live ones first, then those that ended, the last one in front. */
  readonly offers: readonly { readonly offerId: string; readonly agentId: string }[];
  readonly assignmentIds: readonly string[];
  /** What was submitted before, the last in front. */
  readonly commands: readonly Command[];
}

export function commandOf(one: Drawn, commandId: string, known: Known): Command {
  const { now, configVersion, offers, assignmentIds } = known;
  const offer = ('nth' in one ? offers[one.nth] : undefined) ?? { offerId: 'never-made', agentId: 'ada' };
  switch (one.name) {
    case 'enqueue':
      return enqueueOf(one, commandId, now);
    case 'cancel':
      return { name: 'cancel', commandId, visitId: `v${one.visit}`, reason: 'customerLeft' };
    case 'ready':
    case 'signedOut':
      return stateCommand(commandId, one.agentId, configVersion, { kind: one.name });
    case 'notReady':
      return stateCommand(commandId, one.agentId, configVersion, { kind: 'notReady', reason: 'lunch' });
    case 'heartbeat':
      return { name: 'heartbeat', commandId, agentId: one.agentId };
    case 'presence':
      return { name: 'presence', commandId, agentId: one.agentId, veto: one.veto };
    case 'delivered':
      return { name: 'delivered', commandId, offerId: offer.offerId };
    case 'accept':
      return { name: 'accept', commandId, offerId: offer.offerId, agentId: one.by ?? offer.agentId };
    case 'decline':
      return { name: 'decline', commandId, ...offer, cause: one.cause };
    case 'release':
      return { name: 'release', commandId, assignmentId: assignmentIds[one.nth] ?? 'none', wrapUpMs: one.wrapUpMs };
    case 'complete':
      return { name: 'complete', commandId, assignmentId: assignmentIds[one.nth] ?? 'none' };
    case 'pull':
    case 'assign':
    case 'move':
      return byHand(one, commandId);
    case 'again':
      return known.commands[one.ago] ?? { name: 'match', commandId };
    case 'config':
      return { name: 'config', commandId, version: configVersion + 1 };
    case 'match':
    case 'tick':
      return { name: one.name, commandId };
  }
}

function byHand(one: Extract<Drawn, { name: 'pull' | 'assign' | 'move' }>, commandId: string): Command {
  if (one.name === 'move') return moveCommand(one, commandId);
  const about = { commandId, visitId: `v${one.visit}`, agentId: one.agentId };
  return one.name === 'pull'
    ? { name: one.name, ...about }
    : { name: one.name, ...about, by: 'sue', isForced: one.isForced };
}

const enqueueOf = (one: Extract<Drawn, { name: 'enqueue' }>, commandId: string, now: number): Command => ({
  name: 'enqueue',
  commandId,
  interactionId: `i${one.visit % 27}`,
  visitId: `v${one.visit}`,
  queueId: one.queueId,
  channel: one.channel,
  steps: STEPS[one.steps] ?? [],
  priority: one.priority,
  waitingSinceAt: now - one.agoMs,
  targetMs: one.channel === 'email' ? 60_000 : 20_000,
  preferredAgentId: one.preferredAgentId,
  ...(one.isGold ? { rule: 'gold' } : {}),
  ...(one.missedBy === null ? {} : { missedBy: { agentId: one.missedBy, cause: 'busy' } }),
  ...(one.onlyIfOpen ? { onlyIfOpen: true } : {}),
  expiresAt: one.expiresInMs === null ? null : now + one.expiresInMs,
});

const moveCommand = (
  { agentId, queueId, isLeaving }: Extract<Drawn, { name: 'move' }>,
  commandId: string,
): Command => ({
  name: 'moveAgent',
  commandId,
  agentId,
  joins: isLeaving ? [] : [queueId],
  leaves: isLeaving ? [queueId] : [],
  by: 'sue',
});

const stateCommand = (
  commandId: string,
  agentId: string,
  version: number,
  set: Exclude<Availability, { kind: 'notResponding' }>,
): Command => ({ name: 'agentState', commandId, agentId, set, profile: profileOf(version, agentId) });
