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

/** How a queue routes its visits; null when it says nothing of it. */
export function compilePlan(item: Located<QueueSource>, references: QueueReferences, report: Report): VisitPlan | null {
  const scope = { item, references, report };
  const { value } = item;
  const plan = {
    ...USUAL_PLAN,
    steps: value.steps === undefined ? null : compileSteps(value.steps, scope),
    after: value.then === undefined || value.then === 'wait' ? null : departureOf(value.then),
    choice: value.choose ?? USUAL_PLAN.choice,
    offering: offeringOf(value.offers),
    headStartMs: ms(value.headStart, 0),
    preferredForMs: ms(value.preferredAgentFor, 0),
    declineLimit: limitOf(value.offers),
    overflow: (value.overflow ?? []).map((one) => ({ when: conditionOf(one), to: departureOf(one.then) })),
  };
  checkEnd(scope);
  const json = JSON.stringify(plan);
  if (json === JSON.stringify(USUAL_PLAN)) return null;
  if (json.length > PLAN_LIMIT_BYTES) {
    const message = `its routing takes ${json.length} bytes of a journal entry, at most ${PLAN_LIMIT_BYTES}: write less`;
    report('tooLarge', item, ['steps'], message);
  }
  return keyed(plan);
}

/** The plan with a key that names what it says. */
export const keyed = (plan: VisitPlan): VisitPlan => ({
  ...plan,
  key: fingerprint(JSON.stringify({ ...plan, key: '' })),
});

function compileSteps(steps: readonly StepSource[], scope: Scope): readonly RoutingStep[] {
  return steps.map((step, index) => ({
    requirements: (step.requirements ?? []).map((_, n) => requirementOf(step, n, [...STEPS, index], scope)),
    onlyAgentIds: step.agents ?? null,
    timeoutMs: step.for === undefined ? null : ms(step.for, 0),
    ...(step.where === undefined ? {} : { where: expressionOf(step.where, [...STEPS, index, 'where'], scope) }),
    ...(step.queues === undefined ? {} : { queueIds: step.queues }),
    ...(step.priority === undefined ? {} : { priority: step.priority }),
    ...(step.skipIf === undefined ? {} : { skipIf: step.skipIf }),
  }));
}

const STEPS = ['steps'] as const;

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
function checkEnd({ item, report }: Scope): void {
  const { steps, then, id } = item.value;
  if (steps === undefined && then === undefined) return;
  const last = (steps?.length ?? 0) - 1;
  const path = `${id} → ${(steps ?? []).map((_, n) => `steps[${n}]`).join(' → ')}`;
  if (then === undefined) report('deadEnd', item, ['then'], `the path ends in nothing: ${path} → then`);
  steps?.forEach((step, n) => {
    if (n < last && step.for === undefined)
      report(
        'unreachable',
        item,
        ['steps', n, 'for'],
        `the step has no end, so what follows is never reached: ${path}`,
      );
  });
  const hasEnd = steps?.[last]?.for !== undefined;
  if (then === 'wait' && hasEnd)
    report(
      'deadEnd',
      item,
      ['steps', last, 'for'],
      `the customer waits on in the last step: leave out its 'for', or say where they go in 'then'`,
    );
  if (then !== undefined && then !== 'wait' && !hasEnd)
    report('unreachable', item, ['then'], `the last step has no end ('for'), so 'then' is never reached: ${path}`);
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
