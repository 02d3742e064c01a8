import type { Act } from '../../shared/core/routing/acts';
import type { Command } from '../../shared/core/routing/commands';
import type { Entry } from '../../shared/core/routing/entries';
import { promised, submit, type ShardState } from '../../shared/core/routing/shard';
import type { AgentId } from '../../shared/core/routing/types';
import { visitIdOf, type Contact } from './contact';
import { foresee, type Agenda } from './happenings';
import type { Model, Shift } from './model';
import type { Witness } from './seen';

/** Takes what the shard writes. */
export type Journal = (entries: readonly Entry[]) => void;

/** A shard with the customers and agents around it, in virtual time. */
export interface World {
  readonly model: Model;
  readonly agenda: Agenda;
  readonly witness: Witness;
  readonly journal: Journal;
  /** What people do about an act; handed in because acts lead to commands and commands to acts. */
  readonly perform: (world: World, act: Act) => void;
  /** Everybody who is not done with: what memory grows with. */
  readonly contacts: Map<string, Contact>;
  readonly shifts: ReadonlyMap<AgentId, readonly Shift[]>;
  state: ShardState;
  /** Contacts that wait, those that are offered among them. */
  waiting: number;
  now: number;
  told: number;
  /** Acts done since the last append. */
  done: string[];
  /** The next tick that is on the agenda. */
  tickAt: number;
}

type WithoutId<Union> = Union extends unknown ? Omit<Union, 'commandId'> : never;

/** Tells the shard, and does what it decided. */
export function tell(world: World, said: WithoutId<Command>): void {
  world.told += 1;
  const command = { ...said, commandId: `c${world.told}` };
  const { now, model, done } = world;
  const { state, entries } = submit(world.state, { command, now, config: model.config, doneActs: done });
  world.state = state;
  if (entries.length > 0) world.done = [];
  world.journal(entries);
  for (const { acts } of entries)
    for (const act of acts) {
      world.done.push(act.id);
      world.perform(world, act);
    }
}

/** The events of the product that make routing look at once. */
export const wake = (world: World): void => tell(world, { name: 'match' });

/** The customer begins to wait; one whose agent was lost keeps their place. */
export function enqueue(world: World, contact: Contact): void {
  const { source, id } = contact;
  const { queueId } = contact;
  // The rules of a queue that no customer comes to directly are not in the model: those of their own stand for them.
  const sameQueue = world.model.sources.find((one) => one.queueId === queueId && one.channel === source.channel);
  const rules = (sameQueue ?? source).visit(world.now);
  contact.visits += 1;
  contact.isWaiting = true;
  world.waiting += 1;
  const visitId = visitIdOf(contact);
  world.witness({ kind: 'queued', at: world.now, contact, targetMs: rules.targetMs });
  foresee(world.agenda, world.now + contact.patienceMs, { kind: 'leaving', contact, visitId });
  tell(world, {
    name: 'enqueue',
    interactionId: id,
    visitId,
    queueId,
    channel: source.channel,
    steps: rules.steps,
    priority: rules.priority,
    waitingSinceAt: contact.cameAt,
    targetMs: rules.targetMs,
    preferredAgentId: null,
    expiresAt: rules.maxWaitMs === null ? null : world.now + rules.maxWaitMs,
  });
  const wait = promised(world.state, visitId);
  if (wait !== null) world.witness({ kind: 'told', at: world.now, contact, wait });
  wake(world);
}

export function stopWaiting(world: World, contact: Contact): void {
  contact.isWaiting = false;
  world.waiting -= 1;
}

/** The shift that an agent is in, or that ended last. */
export const shiftAt = ({ shifts, now }: World, agentId: AgentId): Shift | undefined =>
  shifts.get(agentId)?.findLast(({ fromAt }) => fromAt <= now);
