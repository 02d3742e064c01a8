import type { JournalAct, JournalEntry } from './stored';

/** An agent at the moment of an offer: what kept it from them, or null. */
export interface Candidate {
  readonly agentId: string;
  readonly state: string;
  readonly obstacle: string | null;
  readonly isChosen: boolean;
}

/** An offer, and what was known of everybody as it was made. */
export interface Why {
  readonly offerId: string;
  readonly agentId: string;
  readonly rule: string;
  /** The offer's act in the journal, with the product's own reasons. */
  readonly act: JournalAct;
  readonly asks: unknown;
  readonly candidates: readonly Candidate[];
}

interface Profile {
  readonly queueIds: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly capacity: {
    readonly totalUnits: number;
    readonly channels: Readonly<
      Record<string, { readonly units: number; readonly max: number; readonly exclusive: boolean }>
    >;
  };
}

interface Known {
  readonly profile: Profile;
  state: string;
}

/** What stands in the journal, read by another hand than the product's. */
interface Reading {
  readonly agents: Map<string, Known>;
  /** Offers and assignments that take capacity, by the id that both have. */
  readonly held: Map<string, { readonly agentId: string; readonly channel: string; readonly units: number }>;
  readonly coolDowns: Map<string, number>;
  readonly asked: Map<string, Asked>;
}

interface Asked {
  readonly queueId: string;
  readonly channel: string;
  readonly requirements: readonly { readonly skillId: string; readonly atLeast: number }[];
}

/** Why an offer went to whom it did. Undefined for an offer that the journal does not know. */
export function whyOffered(journal: readonly JournalEntry[], offerId: string): Why | undefined {
  const isOffer = (act: JournalAct) => act.kind === 'offer' && act.offerId === offerId;
  const entry = journal.find(({ acts }) => acts.some(isOffer));
  const act = entry?.acts.find(isOffer);
  if (entry === undefined || act?.agentId === undefined || act.visitId === undefined) return undefined;
  const reading: Reading = { agents: new Map(), held: new Map(), coolDowns: new Map(), asked: new Map() };
  const before = journal
    .filter(({ shard, seq }) => shard === entry.shard && seq < entry.seq)
    .sort((a, b) => a.seq - b.seq);
  before.forEach((one) => read(reading, one));
  const asks = reading.asked.get(act.visitId);
  const { visitId, agentId } = act;
  return {
    ...{ offerId, agentId, act },
    rule: typeof act.why?.['rule'] === 'string' ? act.why['rule'] : '',
    asks: asks ?? null,
    candidates: [...reading.agents].map(([id, { state }]) => ({
      ...{ agentId: id, state },
      obstacle: asks === undefined ? null : obstacleOf(reading, id, asks, `${visitId}/${id}`, entry.at),
      isChosen: id === agentId,
    })),
  };
}

function read(reading: Reading, { command, outcome, acts }: JournalEntry): void {
  const { agents, held, asked } = reading;
  const named = typeof outcome['agentId'] === 'string' ? outcome['agentId'] : '';
  if (outcome.kind === 'agentStateSet') {
    const { agentId, set, profile } = command as unknown as {
      agentId: string;
      set: { kind: string };
      profile: Profile;
    };
    agents.set(agentId, { profile, state: set.kind });
  } else if (outcome.kind === 'leaseExpired' || outcome.kind === 'agentLetGo') setState(reading, named, 'signedOut');
  else if (outcome.kind === 'enqueued') {
    const { visitId, queueId, channel, steps } = command as unknown as Asked & {
      visitId: string;
      steps: readonly Asked[];
    };
    asked.set(visitId, { queueId, channel, requirements: steps[0]?.requirements ?? [] });
  } else if (outcome.kind === 'released' && outcome['wrapUpUntilAt'] === null)
    held.delete(String(command['assignmentId']));
  for (const act of acts) readAct(reading, act);
}

function readAct(reading: Reading, act: JournalAct): void {
  const { held, coolDowns } = reading;
  const { kind, offerId = '', agentId = '', assignmentId = '', visitId = '', channel = '', units = 0 } = act;
  if (kind === 'offer') held.set(offerId, { agentId, channel, units });
  else if (kind === 'rescind' || kind === 'requeued') held.delete(offerId);
  else if (kind === 'wrapUpEnded' || kind === 'assignmentLost') held.delete(assignmentId);
  else if (kind === 'agentNotResponding') setState(reading, agentId, 'notResponding');
  else if (kind === 'agentSignedOut') setState(reading, agentId, 'signedOut');
  if (kind === 'requeued' && typeof act.coolDownUntilAt === 'number')
    coolDowns.set(`${visitId}/${agentId}`, act.coolDownUntilAt);
}

function setState({ agents }: Reading, agentId: string, state: string): void {
  const known = agents.get(agentId);
  if (known !== undefined) known.state = state;
}

function obstacleOf(reading: Reading, agentId: string, asks: Asked, coolDown: string, at: number): string | null {
  const known = reading.agents.get(agentId);
  if (known === undefined || known.state === 'signedOut') return 'signed out';
  if (known.state !== 'ready') return known.state === 'notReady' ? 'not ready' : 'not responding';
  const { queueIds, skills, capacity } = known.profile;
  if (!queueIds.includes(asks.queueId)) return `does not work in ${asks.queueId}`;
  const lacking = asks.requirements.find(({ skillId, atLeast }) => (skills[skillId] ?? 0) < atLeast);
  if (lacking !== undefined) return `lacks ${lacking.skillId} ${lacking.atLeast}`;
  if ((reading.coolDowns.get(coolDown) ?? 0) > at) return 'was asked just before';
  const own = [...reading.held.values()].filter((one) => one.agentId === agentId);
  const wanted = capacity.channels[asks.channel];
  const used = own.reduce((sum, { units }) => sum + units, 0);
  if (wanted === undefined) return `takes no ${asks.channel}`;
  if (used + wanted.units > capacity.totalUnits) return `busy: ${used} of ${capacity.totalUnits} units`;
  if (own.filter(({ channel }) => channel === asks.channel).length >= wanted.max)
    return `has ${wanted.max} × ${asks.channel} already`;
  if (wanted.exclusive && own.length > 0) return 'is at work';
  if (own.some(({ channel }) => capacity.channels[channel]?.exclusive === true)) return 'is in a call';
  return null;
}
