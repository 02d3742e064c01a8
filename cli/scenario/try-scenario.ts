import { isDeepStrictEqual } from 'node:util';
import type { Agent, CompiledConfig } from '../../shared/core/config/compiled';
import type { FlowEffect } from '../../shared/core/flow/protocol';
import type { Channel } from '../../shared/core/lib/channel';
import { closedAt } from './local-time';
import type { ExpectedRoute, Scenario } from './schema';
import { walk, type Walked } from './walk';

/** What became of a scenario. */
export type Tried =
  | { readonly kind: 'passed' }
  /** The route that was found, in the words of the scenario. */
  | { readonly kind: 'failed'; readonly found: ExpectedRoute }
  /** The scenario names what the configuration does not have. */
  | { readonly kind: 'impossible'; readonly why: string };

/** Whether a customer takes the route that is expected. */
export function tryScenario(config: CompiledConfig, scenario: Scenario): Tried {
  const { at, contact, signedIn, expect } = scenario;
  const entryPoint = config.entryPoints.get(contact.to);
  const flow = entryPoint && config.flows.get(entryPoint.flowId);
  if (entryPoint === undefined || flow === undefined) return impossible(`there is no entry point '${contact.to}'`);
  const stranger = signedIn?.find((id) => !config.agents.has(id));
  if (stranger !== undefined) return impossible(`there is no agent '${stranger}'`);
  const closedHours = closedAt(config.hours.values(), at, config.tenant.timeZone);
  if (closedHours === null) return impossible(`there is no time '${at}'`);
  const agents = [...config.agents.values()].filter(({ id }) => signedIn?.includes(id) ?? true);
  const staffed = new Set(agents.flatMap(({ queueIds }) => queueIds));
  const unstaffedQueues = new Set([...config.queues.keys()].filter((id) => !staffed.has(id)));
  const walked = walk(config, flow, entryPoint, scenario, {
    now: 0,
    closedHours,
    unstaffedQueues,
    uncallable: new Set(),
  });
  const found = routeOf(walked, agents, entryPoint.channel);
  return fits(expect, found) ? { kind: 'passed' } : { kind: 'failed', found };
}

const impossible = (why: string): Tried => ({ kind: 'impossible', why });

function routeOf({ position, effects }: Walked, agents: readonly Agent[], channel: Channel): ExpectedRoute {
  if (position.state === 'choosing') return { asked: 'menu' };
  const last = effects.findLast(({ kind }) => kind === 'enqueue' || kind === 'close');
  if (last?.kind === 'close') return { closed: last.reason, ...(last.form === null ? {} : { form: last.form }) };
  if (last?.kind !== 'enqueue') return { asked: 'assistant' };
  return {
    queue: last.queueId,
    skills: last.requirements.map(({ skillId }) => skillId).sort(),
    agents: agents
      .filter((agent) => couldTake(agent, last, channel))
      .map(({ id }) => id)
      .sort(),
    language: last.language,
  };
}

/** The agent is of the queue, takes the channel and has every skill, whatever they do at the moment. */
function couldTake(agent: Agent, visit: Extract<FlowEffect, { kind: 'enqueue' }>, channel: Channel): boolean {
  return (
    agent.queueIds.includes(visit.queueId) &&
    agent.capacity.channels[channel] !== undefined &&
    visit.requirements.every(({ skillId, minProficiency }) => (agent.skills.get(skillId) ?? 0) >= minProficiency)
  );
}

/** Everything that is expected is so; what is not said is not asked. Lists mean the same in any order. */
function fits(expected: ExpectedRoute, found: ExpectedRoute): boolean {
  const actual: Readonly<Record<string, unknown>> = found;
  return Object.entries(expected).every(([name, value]) =>
    isDeepStrictEqual(Array.isArray(value) ? [...value].sort() : value, actual[name]),
  );
}
