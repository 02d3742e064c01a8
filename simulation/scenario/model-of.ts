import type { Agent, CompiledConfig, Queue } from '../../shared/core/config/compiled';
import type { RoutingStep } from '../../shared/core/routing/types';
import { dueAt, instantAt } from '../../shared/flows/lib/local-time';
import { agentProfileOf, routingConfigOf } from '../../shared/flows/routing/routing-config';
import { SimulationError } from '../simulation-error';
import type { Arrivals } from '../world/arrivals';
import type { Model, Shift, Source, VisitRules } from '../world/model';
import type { People, Scenario, ScenarioArrivals } from './schema';

/** Agents of a simulation answer or go by their shift: no silence signs them out. */
const NEVER_MS = 1e13;

/** A day of a configuration: one model for each shard, for shards share nothing. Throws SimulationError for names nobody knows. */
export function modelsOf(config: CompiledConfig, scenario: Scenario): readonly Model[] {
  const midnight = instantAt(config.tenant.timeZone, { date: scenario.date, weekday: 1, minuteOfDay: 0 });
  const sources = scenario.arrivals.map((arrivals) => sourceOf(config, scenario, arrivals, midnight));
  const shifts = scenario.roster.flatMap((shift) =>
    shift.agents.map((agentId) => shiftOf(agentOf(config, agentId), shift, midnight)),
  );
  return config.shardIds.map((shardId) => ({
    config: { ...routingConfigOf(config, shardId, 1), leaseMs: NEVER_MS },
    sources: sources.filter(({ queueId }) => config.queues.get(queueId)?.shardId === shardId),
    shifts: shifts.filter(({ agentId }) => config.agents.get(agentId)?.shardId === shardId),
    fromAt: midnight + scenario.from,
    untilAt: midnight + scenario.to,
    tickMs: scenario.tick,
    backAfterMs: scenario.backAfter,
    waitingPlaces: scenario.waitingPlaces,
  }));
}

function sourceOf(config: CompiledConfig, scenario: Scenario, arrivals: ScenarioArrivals, midnight: number): Source {
  const { channel } = arrivals;
  const queue = config.queues.get(arrivals.queue);
  if (queue === undefined) throw unknown(`queue '${arrivals.queue}'`);
  if (!queue.channels.has(channel)) throw unknown(`${channel} in queue '${queue.id}'`);
  const asked = arrivals.requirements.map(({ skill }) => skill);
  return {
    name: [queue.id, channel, ...asked].join('-'),
    queueId: queue.id,
    channel,
    arrivals: patternOf(arrivals, midnight),
    ...peopleOf(scenario, arrivals),
    visit: (at) => visitRules(config, queue, arrivals, at),
  };
}

function peopleOf({ channels }: Scenario, { channel, people }: ScenarioArrivals): People {
  const of = channels[channel];
  const handling = people?.handling ?? of?.handling;
  const wrapUp = people?.wrapUp ?? of?.wrapUp;
  const patience = people?.patience ?? of?.patience;
  const answering = people?.answering ?? of?.answering;
  if (handling === undefined || wrapUp === undefined || patience === undefined || answering === undefined)
    throw new SimulationError('scenarioRefused', `channels.${channel}: nothing says how these customers are.`);
  return { handling, wrapUp, patience, answering };
}

function patternOf({ pattern }: ScenarioArrivals, midnight: number): Arrivals {
  switch (pattern.kind) {
    case 'poisson':
      return pattern;
    case 'profile': {
      const { kind, from, slot, expected } = pattern;
      return { kind, fromAt: midnight + from, slotMs: slot, expected };
    }
    case 'recorded':
      return { kind: 'recorded', at: pattern.at.map((at) => midnight + at).sort((a, b) => a - b) };
  }
}

/** As the flows of the product fill in the `enqueue` command. */
function visitRules(config: CompiledConfig, queue: Queue, arrivals: ScenarioArrivals, at: number): VisitRules {
  const target = queue.channels.get(arrivals.channel)?.target;
  const schedule = config.hours.get(queue.hoursId ?? '') ?? null;
  return {
    steps: [stepOf(queue, arrivals)],
    priority: queue.priority,
    targetMs: target === undefined ? 0 : dueAt(target, schedule, at) - at,
    maxWaitMs: queue.maxWaitMs,
    wrapUpMs: queue.wrapUpMs === 0 ? null : queue.wrapUpMs,
  };
}

const stepOf = (queue: Queue, { requirements }: ScenarioArrivals): RoutingStep => ({
  requirements: [
    ...queue.requirements.map(({ skillId, minProficiency }) => ({ skillId, atLeast: minProficiency })),
    ...requirements.map(({ skill, minimum }) => ({ skillId: skill, atLeast: minimum })),
  ],
  onlyAgentIds: null,
  timeoutMs: null,
});

function agentOf(config: CompiledConfig, agentId: string): Agent {
  const agent = config.agents.get(agentId);
  if (agent === undefined) throw unknown(`agent '${agentId}'`);
  return agent;
}

const shiftOf = (agent: Agent, shift: Scenario['roster'][number], midnight: number): Shift => ({
  agentId: agent.id,
  profile: agentProfileOf(agent),
  fromAt: midnight + shift.from,
  untilAt: midnight + shift.to,
  breaks: shift.breaks.map(({ from, to }) => ({ fromAt: midnight + from, untilAt: midnight + to })),
});

const unknown = (what: string): SimulationError =>
  new SimulationError('scenarioRefused', `The configuration has no ${what}.`);
