import { isMessageChannel } from '../lib/channel';
import { putCapture, putGather, putLanguages, putMenu, putSurvey } from './ask';
import { ask, listen } from './assist';
import { chooseOption } from './choose-option';
import type { PlacedNode } from './compiled';
import { defer, lookUp, message, transfer, voicemail } from './lead';
import { holds } from './expression';
import type { AssistantNode, BranchNode, CloseNode, FlowNode, QueueNode, SayNode } from './nodes';
import type { MenuNode } from './nodes-ask';
import type { FlowEffect } from './protocol';
import { heardAs, placeAt, remembering, stop, variablesOf, wordsFor } from './walk';
import type { Moved, Walk } from './walk';

/**
 * Goes to a node, and on through every node that waits for nobody. Ends because compiled flows have no loop of such
 * nodes. A name that the flow does not know (a position of another version) begins at the start.
 */
export function enterNode(walk: Walk, nodeId: string): Moved {
  const node = walk.flow.nodes.get(nodeId);
  return enterPlaced(walk, node === undefined ? walk.flow.start : { id: nodeId, node });
}

type NodeOf<Kind extends FlowNode['kind']> = Extract<FlowNode, { kind: Kind }>;

const BY_KIND: { readonly [Kind in FlowNode['kind']]: (walk: Walk, id: string, node: NodeOf<Kind>) => Moved } = {
  say,
  menu,
  assistant,
  queue,
  lookUp,
  message,
  voicemail,
  transfer,
  hours: (walk, _, node) => enterNode(walk, walk.context.closedHours.has(node.hoursId) ? node.closed : node.open),
  set: (walk, _, node) =>
    enterNode({ ...remembering(walk, node.attributes), language: node.language ?? walk.language }, node.next),
  branch: (walk, _, node) => enterNode(walk, chosenCase(walk, node)),
  channel: (walk, _, node) => enterNode(walk, node.ways.get(walk.channel) ?? walk.flow.start.id),
  close: (walk, _, node) => close(walk, node),
  callback: (walk, _, node) => defer(walk, node) ?? enterNode(walk, node.cannot),
  language: (walk, id, node) => putLanguages(unheard(walk), id, node, 1),
  gather: (walk, id, node) => putGather(unheard(walk), id, node, 1),
  collect: (walk, id, node) => putGather(unheard(walk), id, node, 1),
  capture: (walk, id, node) => putCapture(unheard(walk), id, node, 1),
  survey: (walk, id, node) => putSurvey(unheard(walk), id, node, { question: 0, attempt: 1 }),
};

/** What the customer wrote first is no answer to a question that was not put yet. */
const unheard = (walk: Walk): Walk => ({ ...walk, firstText: null });

function enterPlaced(walk: Walk, { id, node }: PlacedNode): Moved {
  // The table's type pairs each kind with its node; TypeScript cannot follow the pair through one expression.
  const enter = BY_KIND[node.kind] as (walk: Walk, id: string, node: FlowNode) => Moved;
  return enter(walk, id, node);
}

function chosenCase(walk: Walk, { cases, otherwise }: BranchNode): string {
  const variables = variablesOf(walk);
  const valueOf = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  return cases.find(({ when }) => holds(when, valueOf))?.next ?? otherwise;
}

function say(walk: Walk, nodeId: string, node: SayNode): Moved {
  const { channel, language } = walk;
  const place = placeAt(walk, nodeId);
  const { turn } = place;
  const spoken = heardAs(walk, node.spoken);
  const effect: FlowEffect = { kind: 'say', turn, text: wordsFor(walk, node.text), spoken, language };
  if (isMessageChannel(channel)) return enterNode({ ...walk, turn, effects: [...walk.effects, effect] }, node.next);
  const next = enterNode({ ...walk, turn, effects: [...walk.effects, effect] }, node.next);
  return isOnePrompt(next, language) ? next : stop(walk, { state: 'saying', ...place }, effect);
}

/**
 * A caller hears words and the question after them as one prompt, which they may interrupt; whatever else comes next waits
 * until the words were heard. Recordings and SSML are prompts of their own: a call plays one source at a time.
 */
function isOnePrompt({ effects }: Moved, language: string): boolean {
  if (effects.at(-1)?.kind !== 'gather') return false;
  return effects.every((one) => 'spoken' in one && one.spoken === null && one.language === language);
}

function menu(walk: Walk, nodeId: string, node: MenuNode): Moved {
  const chosen = walk.firstText === null ? null : chooseOption(node.options, walk.firstText);
  const onward = unheard(walk);
  return chosen === null ? putMenu(onward, nodeId, node, 1) : enterNode(onward, chosen.next);
}

function assistant(walk: Walk, nodeId: string, node: AssistantNode): Moved {
  const text = wordsFor(walk, node.text);
  if (walk.firstText === null) return listen(walk, nodeId, node, { text, exchanges: 0, answered: false });
  const turn = walk.turn + 1;
  const greeting: FlowEffect = { kind: 'say', turn, text, spoken: null, language: walk.language };
  const greeted = { ...walk, turn, firstText: null, effects: [...walk.effects, greeting] };
  return ask(greeted, nodeId, node, { text: walk.firstText, exchanges: 1 });
}

function queue(walk: Walk, nodeId: string, node: QueueNode): Moved {
  const { language, context } = walk;
  const isClosed = node.hoursId !== null && context.closedHours.has(node.hoursId);
  if (isClosed && node.whenClosed !== null) return enterNode(walk, node.whenClosed);
  const isUnstaffed = context.unstaffedQueues.has(node.queueId);
  if (isUnstaffed && node.whenNobodySignedIn !== null) return enterNode(walk, node.whenNobodySignedIn);
  const { queueId, priority, requirements, deadlineMs, treatment } = node;
  const waitingSince = walk.waitingSince ?? context.now;
  const place = { ...placeAt(walk, nodeId), waitingSince };
  const keys = walk.channel === 'voice' ? [...node.keys.keys()] : [];
  const visit = {
    turn: place.turn,
    queueId,
    priority,
    requirements,
    deadlineMs,
    treatment,
    keys,
    language,
    waitingSince,
  };
  return stop(walk, { state: 'queued', ...place, queueId }, { kind: 'enqueue', ...visit });
}

function close(walk: Walk, { reason, text, spoken, form }: CloseNode): Moved {
  const { language } = walk;
  const words = { text: wordsFor(walk, text), spoken: heardAs(walk, spoken), language };
  return stop(walk, { state: 'ended', reason }, { kind: 'close', reason, form, ...words });
}
