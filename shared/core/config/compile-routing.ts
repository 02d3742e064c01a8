import { parseDuration } from '../lib/duration';
import { skillsIn } from '../routing/expression';
import { USUAL_PLAN, type DeclineLimit, type Departure, type Offering, type OverflowCondition } from '../routing/plan';
import type { VisitPlan } from '../routing/plan';
import type { Expression, MissCause, Requirement, RoutingStep } from '../routing/types';
import { DEFAULT_QUEUE_RULES } from '../routing/config';
import type { Located, Report } from './collect';
import type { QueueReferences } from './queue-references';
import type { DepartureSource, OffersSource, OverflowSource, QueueSource, StepSource } from './document';
import { parseExpression } from './parse-expression';
import { parseExpression as parseCondition, type Expression as Condition } from '../flow/expression';
import type { Queue } from './compiled';

/** Where something is written, and what it may name. */
interface Scope {
  readonly item: Located<QueueSource>;
  readonly references: QueueReferences;
  readonly report: Report;
}

/** A journal entry holds 2 KB, and the plan travels with the enqueue in one: so much is left beside an enqueue of usual length. */
const PLAN_LIMIT_BYTES = 900;

const ms = (text: string | undefined, usual: number): number =>
  (text === undefined ? null : parseDuration(text)) ?? usual;

/** Steps and what follows them: those of everybody in a queue, or of a rule of it. */
export interface Route {
  /** Where it is written in the queue. */
  readonly path: readonly (string | number)[];
  /** As people read it. */
  readonly name: string;
  readonly steps: readonly StepSource[] | undefined;
  readonly then: QueueSource['then'];
}

/** Every route of a queue, its own first. */
export const routesOf = ({ id, steps, then, rules = [] }: QueueSource): readonly Route[] => [
  { path: [], name: id, steps, then },
  ...rules.map((rule, n) => ({ path: ['rules', n], name: `${id} → ${rule.id}`, steps: rule.steps, then: rule.then })),
];

/** How a queue routes its visits; null when it says nothing of it. */
export function compilePlan(item: Located<QueueSource>, references: QueueReferences, report: Report): VisitPlan | null {
  const [own] = routesOf(item.value);
  const plan = own === undefined ? USUAL_PLAN : planOf(own, { item, references, report });
  return JSON.stringify(plan) === JSON.stringify(USUAL_PLAN) ? null : keyed(plan);
}

/** The rules of a queue in order: which condition holds is known where the customer is, and how they are routed then is said here. */
export function compileRules(item: Located<QueueSource>, references: QueueReferences, report: Report): Queue['rules'] {
  const scope = { item, references, report };
  const [, ...routes] = routesOf(item.value);
  const seen = new Set<string>();
  return (item.value.rules ?? []).flatMap(({ id, when }, n): Queue['rules'] => {
    if (seen.has(id)) report('duplicateId', item, ['rules', n, 'id'], `'${id}' comes twice`);
    seen.add(id);
    const parsed = parseCondition(when);
    if (!parsed.ok)
      report('badExpression', item, ['rules', n, 'when'], `the condition cannot be read: ${parsed.error}`);
    const route = routes[n];
    if (route === undefined) return [];
    return [{ id, when: parsed.ok ? parsed.value : UNREADABLE, plan: keyed({ ...planOf(route, scope), rule: id }) }];
  });
}

/** Stands for a condition that was refused. */
const UNREADABLE: Condition = { kind: 'is', of: { kind: 'value', value: '' } };

/** A route has its own steps; everything else is as the queue says. */
function planOf(route: Route, scope: Scope): VisitPlan {
  const { item, report } = scope;
  const { value } = item;
  const plan = {
    ...USUAL_PLAN,
    steps: route.steps === undefined ? null : compileSteps(route, scope),
    after: route.then === undefined || route.then === 'wait' ? null : departureOf(route.then),
    choice: value.choose ?? USUAL_PLAN.choice,
    offering: offeringOf(value.offers),
    headStartMs: ms(value.headStart, 0),
    preferredForMs: ms(value.preferredAgentFor, 0),
    declineLimit: limitOf(value.offers),
    overflow: (value.overflow ?? []).map((one) => ({ when: conditionOf(one), to: departureOf(one.then) })),
  };
  checkEnd(route, scope);
  const { length } = JSON.stringify(plan);
  if (length > PLAN_LIMIT_BYTES) {
    const message = `its routing takes ${length} bytes of a journal entry, at most ${PLAN_LIMIT_BYTES}: write less`;
    report('tooLarge', item, [...route.path, 'steps'], message);
  }
  return plan;
}

/** The plan with a key that names what it says. */
export const keyed = (plan: VisitPlan): VisitPlan => ({
  ...plan,
  key: fingerprint(JSON.stringify({ ...plan, key: '' })),
});

function compileSteps({ path, steps = [] }: Route, scope: Scope): readonly RoutingStep[] {
  return steps.map((step, index) => {
    const at = [...path, 'steps', index];
    return {
      requirements: (step.requirements ?? []).map((_, n) => requirementOf(step, n, at, scope)),
      onlyAgentIds: step.agents ?? null,
      timeoutMs: step.for === undefined ? null : ms(step.for, 0),
      ...(step.where === undefined ? {} : { where: expressionOf(step.where, [...at, 'where'], scope) }),
      ...(step.queues === undefined ? {} : { queueIds: step.queues }),
      ...(step.priority === undefined ? {} : { priority: step.priority }),
      ...(step.headStart === undefined ? {} : { headStartMs: ms(step.headStart, 0) }),
      ...(step.choose === undefined ? {} : { choice: step.choose }),
      ...(step.skipIf === undefined ? {} : { skipIf: step.skipIf }),
    };
  });
}

function requirementOf(step: StepSource, n: number, path: readonly (string | number)[], scope: Scope): Requirement {
  const { skill = '', minimum, for: forText } = step.requirements?.[n] ?? {};
  if (!scope.references.skills.has(skill))
    scope.report('unknownSkill', scope.item, [...path, 'requirements', n, 'skill'], `there is no skill '${skill}'`);
  return { skillId: skill, atLeast: minimum ?? 1, ...(forText === undefined ? {} : { forMs: ms(forText, 0) }) };
}

function expressionOf(
  text: string,
  path: readonly (string | number)[],
  { item, references, report }: Scope,
): Expression {
  const parsed = parseExpression(text);
  if (!parsed.ok) {
    report('badExpression', item, path, `character ${parsed.error.at}: ${parsed.error.message}`);
    return { kind: 'all', of: [] };
  }
  for (const skill of skillsIn(parsed.value))
    if (!references.skills.has(skill)) report('unknownSkill', item, path, `there is no skill '${skill}'`);
  return parsed.value;
}

const departureOf = (source: DepartureSource): Departure =>
  source === 'leave' ? { kind: 'leave' } : { kind: 'queue', queueId: source.queue };

function offeringOf(source: OffersSource | undefined): Offering {
  const atMost = source?.atMost ?? 10;
  if (source?.to === 'all') return { kind: 'all', atMost };
  if (source?.to === 'progressive') return { kind: 'progressive', atMost, everyMs: ms(source.every, 10_000) };
  return { kind: 'one' };
}

const limitOf = (source: OffersSource | undefined): DeclineLimit | null =>
  source?.declineLimit === undefined ? null : { times: source.declineLimit, restMs: ms(source.rest, 600_000) };

function conditionOf({ when }: OverflowSource): OverflowCondition {
  if (when === 'closed') return { kind: 'closed' };
  if ('waiting' in when) return { kind: 'waiting', atLeast: when.waiting };
  if ('agents' in when) return { kind: 'agents', fewerThan: when.agents };
  if ('expectedWait' in when) return { kind: 'expectedWait', overMs: ms(when.expectedWait, 0) };
  return { kind: 'waited', forMs: ms(when.waited, 0) };
}

/** The cool-downs of a queue, by why an offer failed. */
export function coolDownsOf({ offers }: QueueSource): Readonly<Record<MissCause, number>> {
  const usual = DEFAULT_QUEUE_RULES.coolDownMs;
  const own = offers?.coolDown;
  return {
    declined: ms(own?.declined, usual.declined),
    busy: ms(own?.busy, usual.busy),
    ignored: ms(own?.ignored, usual.ignored),
    unreachable: ms(own?.unreachable, usual.unreachable),
  };
}

/** Every path through the steps ends in something that is written down. */
function checkEnd({ steps, then, name, path: at }: Route, { item, report }: Scope): void {
  if (steps === undefined && then === undefined) return;
  const last = (steps?.length ?? 0) - 1;
  const path = `${name} → ${(steps ?? []).map((_, n) => `steps[${n}]`).join(' → ')}`;
  if (then === undefined) report('deadEnd', item, [...at, 'then'], `the path ends in nothing: ${path} → then`);
  steps?.forEach((step, n) => {
    if (n >= last || step.for !== undefined) return;
    const message = `the step has no end, so what follows is never reached: ${path}`;
    report('unreachable', item, [...at, 'steps', n, 'for'], message);
  });
  const hasEnd = steps?.[last]?.for !== undefined;
  if (then === 'wait' && hasEnd) {
    const message = `the customer waits on in the last step: leave out its 'for', or say where they go in 'then'`;
    report('deadEnd', item, [...at, 'steps', last, 'for'], message);
  }
  if (then !== undefined && then !== 'wait' && !hasEnd) {
    const message = `the last step has no end ('for'), so 'then' is never reached: ${path}`;
    report('unreachable', item, [...at, 'then'], message);
  }
}

/** The 53 bits of cyrb53: enough to tell the rules of one queue apart. */
function fingerprint(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let n = 0; n < text.length; n += 1) {
    const unit = text.charCodeAt(n);
    a = Math.imul(a ^ unit, 2654435761);
    b = Math.imul(b ^ unit, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
