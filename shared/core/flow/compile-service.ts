import type { SipHeader } from '../lib/sip-headers';
import type { AssistantNode, QueueNode, WorkQueue } from './nodes';
import type { CompiledText, CompiledTreatment, Requirement } from './words';
import { ASSISTANT_TURNS } from './defaults';
import { exitTo, fail, headersOf, lengthOf, textOf } from './node-scope';
import type { NodeScope } from './node-scope';
import type { AssistantNodeSource, QueueNodeSource, TreatmentSource } from './source';
import type { TextSource } from './source-text';

/** An assistant whose every route goes somewhere. */
export function compileAssistant(node: AssistantNodeSource, scope: NodeScope): AssistantNode {
  const known = scope.references.assistants.get(node.assistant);
  if (known === undefined) fail(scope, 'unknownAssistant', ['assistant'], `there is no assistant '${node.assistant}'`);
  const routes = new Map(Object.entries(node.routes ?? {}));
  for (const route of known?.routes ?? []) {
    if (!routes.has(route)) fail(scope, 'routeMissing', ['routes'], `the assistant's route '${route}' goes nowhere`);
  }
  const person = exitTo(node.person);
  return {
    kind: 'assistant',
    assistantId: node.assistant,
    text: textOf(scope, node.text, ['text']),
    routes,
    turns: node.turns ?? ASSISTANT_TURNS,
    timeoutMs: lengthOf(node.timeout),
    answered: node.answered ?? person,
    person,
  };
}

/** A queue that takes work which a caller leaves behind. */
export function compileWorkQueue(queueId: string, scope: NodeScope): WorkQueue {
  const queue = scope.references.queues.get(queueId);
  if (queue === undefined) fail(scope, 'unknownQueue', ['queue'], `there is no queue '${queueId}'`);
  else if (!queue.channels.has('voice')) {
    fail(scope, 'queueLacksChannel', ['queue'], `queue '${queueId}' does not take voice`);
  }
  return { queueId, priority: queue?.priority ?? 0, requirements: mergeRequirements(queue?.requirements ?? []) };
}

/** A queue step with what its queue says wherever the step says nothing. */
export function compileQueue(node: QueueNodeSource, scope: NodeScope): QueueNode {
  const queue = scope.references.queues.get(node.queue);
  if (queue === undefined) fail(scope, 'unknownQueue', ['queue'], `there is no queue '${node.queue}'`);
  if (node.patient === true && scope.channels.includes('voice')) {
    fail(scope, 'callsCannotWait', ['patient'], 'a caller cannot wait through closed hours');
  }
  for (const channel of scope.channels) {
    if (queue === undefined || queue.channels.has(channel)) continue;
    fail(scope, 'queueLacksChannel', ['queue'], `queue '${node.queue}' does not take ${channel}`);
  }
  return {
    kind: 'queue',
    queueId: node.queue,
    hoursId: queue?.hoursId ?? null,
    priority: node.priority ?? queue?.priority ?? 0,
    requirements: mergeRequirements([...(queue?.requirements ?? []), ...compileRequirements(node, scope)]),
    treatment: compileTreatment(node.treatment, scope),
    keys: compileKeys(node, scope),
    headers: compileQueueHeaders(node, scope),
    deadlineMs: lengthOf(node.deadline) ?? queue?.maxWaitMs ?? 0,
    whenTooLong: exitTo(node.whenTooLong),
    whenClosed: node.whenClosed ?? null,
    whenNobodySignedIn: node.whenNobodySignedIn ?? null,
  };
}

function compileQueueHeaders({ headers }: QueueNodeSource, scope: NodeScope): readonly SipHeader[] {
  if (headers !== undefined && !scope.channels.includes('voice')) {
    fail(scope, 'callsOnly', ['headers'], 'only calls have headers, and none come to this queue');
  }
  return headersOf(scope, headers);
}

function compileKeys({ keys = [] }: QueueNodeSource, scope: NodeScope): ReadonlyMap<string, string> {
  const compiled = new Map<string, string>();
  keys.forEach(({ digit, next }, index) => {
    if (compiled.has(digit)) fail(scope, 'duplicateChoice', ['keys', index], `'${digit}' already leads elsewhere`);
    compiled.set(digit, exitTo(next));
  });
  if (compiled.size > 0 && !scope.channels.includes('voice')) {
    fail(scope, 'callsOnly', ['keys'], 'only callers have keys to press while they wait');
  }
  return compiled;
}

function compileRequirements(node: QueueNodeSource, scope: NodeScope): readonly Requirement[] {
  return (node.requirements ?? []).map(({ skill, minimum, for: forText }, index) => {
    const path = ['requirements', index, 'skill'];
    if (!scope.references.skills.has(skill)) fail(scope, 'unknownSkill', path, `there is no skill '${skill}'`);
    return requirementOf(skill, minimum, lengthOf(forText));
  });
}

/** A requirement as it holds: on and on, or for so long. */
export const requirementOf = (skillId: string, minimum: number | undefined, forMs: number | null): Requirement => ({
  skillId,
  minProficiency: minimum ?? 1,
  ...(forMs === null ? {} : { forMs }),
});

/** Of those that hold on, one per skill: the harder. */
function mergeRequirements(requirements: readonly Requirement[]): readonly Requirement[] {
  const hardest = new Map<string, number>();
  for (const { skillId, minProficiency, forMs } of requirements) {
    if (forMs === undefined) hardest.set(skillId, Math.max(minProficiency, hardest.get(skillId) ?? 0));
  }
  const lasting = [...hardest].map(([skillId, minProficiency]) => ({ skillId, minProficiency }));
  return [...lasting, ...requirements.filter(({ forMs }) => forMs !== undefined)];
}

function compileTreatment(source: TreatmentSource, scope: NodeScope): CompiledTreatment {
  return {
    music: source.music ?? null,
    comfort: textOf(scope, source.comfort, ['treatment', 'comfort']),
    everyMs: lengthOf(source.every),
    position: figureText(source.position, 'position', '{position}', scope),
    wait: figureText(source.wait, 'wait', '{minutes}', scope),
    waitOfOne: source.waitOfOne ? textOf(scope, source.waitOfOne, ['treatment', 'waitOfOne'], ['minutes']) : null,
  };
}

function figureText(
  source: TextSource | undefined,
  field: 'position' | 'wait',
  placeholder: string,
  scope: NodeScope,
): CompiledText | null {
  if (source === undefined) return null;
  const path = ['treatment', field];
  const text = textOf(scope, source, path, [placeholder.slice(1, -1)]);
  const texts = [...text.values()].flatMap((byLanguage) => [...byLanguage.values()]);
  if (texts.some((one) => !one.includes(placeholder))) {
    fail(scope, 'placeholderMissing', path, `every text must say ${placeholder}`);
  }
  return text;
}
