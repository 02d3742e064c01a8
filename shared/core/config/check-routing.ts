import { CHANNELS } from '../lib/channel';
import type { Expression } from '../routing/types';
import { variablesOf } from '../flow/expression';
import type { Located, Report } from './collect';
import type { Queue } from './compiled';
import { routesOf } from './compile-routing';
import type { QueueSource, StepSource } from './document';
import { parseExpression } from './parse-expression';

/** What the queue names of other queues and of agents: they are known once all are compiled. */
export function checkRoutingNames(
  item: Located<QueueSource>,
  queues: ReadonlyMap<string, { readonly channels: ReadonlyMap<string, unknown>; readonly shardId: string }>,
  agents: ReadonlyMap<string, { readonly shardId: string }>,
  report: Report,
): void {
  const own = queues.get(item.value.id);
  for (const { path: at, steps = [] } of routesOf(item.value))
    steps.forEach((step, n) => checkStepNames(step, [...at, 'steps', n], { item, queues, agents, report }));
  for (const [path, to] of targetsOf(item.value)) {
    const other = queues.get(to);
    if (other === undefined) report('unknownQueue', item, path, `there is no queue '${to}'`);
    for (const channel of other === undefined ? [] : CHANNELS)
      if (own?.channels.has(channel) === true && other?.channels.has(channel) === false)
        report('queueLacksChannel', item, path, `queue '${to}' does not take ${channel}`);
  }
}

/** A rule that asks for what no flow ever knows of a customer would never hold. */
export function checkRuleVariables(
  { item, queue }: { readonly item: Located<QueueSource>; readonly queue: Queue },
  variables: ReadonlySet<string>,
  report: Report,
): void {
  queue.rules.forEach(({ when }, n) => {
    for (const name of new Set(variablesOf(when)))
      if (!variables.has(name)) report('unknownVariable', item, ['rules', n, 'when'], `no flow sets '${name}'`);
  });
}

interface Known {
  readonly item: Located<QueueSource>;
  readonly queues: ReadonlyMap<string, { readonly shardId: string }>;
  readonly agents: ReadonlyMap<string, unknown>;
  readonly report: Report;
}

function checkStepNames(step: StepSource, at: readonly (string | number)[], known: Known): void {
  const { item, queues, agents, report } = known;
  const shardId = queues.get(item.value.id)?.shardId ?? '';
  step.queues?.forEach((queueId, k) => {
    const other = queues.get(queueId);
    if (other === undefined) report('unknownQueue', item, [...at, 'queues', k], `there is no queue '${queueId}'`);
    else if (other.shardId !== shardId)
      report('otherShard', item, [...at, 'queues', k], `'${queueId}' is in shard '${other.shardId}', not '${shardId}'`);
  });
  const parsed = step.where === undefined ? null : parseExpression(step.where);
  const named = [
    ...(step.agents ?? []).map((agentId, k) => [agentId, ['agents', k]] as const),
    ...(parsed?.ok === true ? agentsIn(parsed.value) : []).map((agentId) => [agentId, ['where']] as const),
  ];
  for (const [agentId, field] of named)
    if (!agents.has(agentId)) report('unknownAgent', item, [...at, ...field], `there is no agent '${agentId}'`);
}

function agentsIn(expression: Expression): readonly string[] {
  if (expression.kind === 'agents') return expression.agentIds;
  if (expression.kind === 'skill') return [];
  return expression.kind === 'not' ? agentsIn(expression.of) : expression.of.flatMap(agentsIn);
}

/** The queues that a queue sends its customers on to, and where it says so. */
function targetsOf(source: QueueSource): readonly (readonly [readonly (string | number)[], string])[] {
  const all = [
    ...routesOf(source).map(({ path, then }) => [[...path, 'then', 'queue'], then] as const),
    ...(source.overflow ?? []).map((one, n) => [['overflow', n, 'then', 'queue'], one.then] as const),
  ];
  return all.flatMap(([path, to]) => (typeof to === 'object' ? [[path, to.queue] as const] : []));
}

/** A customer who is sent on from queue to queue must not come back: nobody would ever be done with them. */
export function checkOverflowLoops(items: ReadonlyMap<string, Located<QueueSource>>, report: Report): void {
  for (const [id, item] of items)
    for (const [path, to] of targetsOf(item.value)) {
      const way = wayBack(items, to, id, [id, to]);
      // Each loop is told once, where its first queue by name leads into it.
      if (way !== null && way.every((other) => id <= other))
        report('endlessLoop', item, path, `customers would go round for ever: ${way.join(' → ')}`);
    }
}

function wayBack(
  items: ReadonlyMap<string, Located<QueueSource>>,
  from: string,
  to: string,
  way: readonly string[],
): readonly string[] | null {
  if (from === to) return way;
  const item = items.get(from);
  for (const [, next] of item === undefined ? [] : targetsOf(item.value)) {
    if (next !== to && way.includes(next)) continue;
    const found = wayBack(items, next, to, [...way, next]);
    if (found !== null) return found;
  }
  return null;
}
