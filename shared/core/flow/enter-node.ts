import { isMessageChannel } from '../lib/channel';
import type { Channel } from '../lib/channel';
import { never } from '../lib/never';
import { chooseOption } from './choose-option';
import type { AssistantNode, CloseNode, CompiledFlow, FlowNode, MenuNode, PlacedNode, QueueNode } from './compiled';
import { ANSWER_TIMEOUT_MS, ASSISTANT_TIMEOUT_MS } from './defaults';
import type { FlowContext, FlowEffect, FlowStep } from './protocol';
import { labelFor, textFor } from './text-for';

/** A customer on the way through a flow, with the effects gathered so far in this step. */
export interface Walk {
  readonly flow: CompiledFlow;
  readonly context: FlowContext;
  readonly channel: Channel;
  readonly language: string;
  readonly turn: number;
  /** Words the customer brought along; the first node that waits for words takes them. */
  readonly firstText: string | null;
  readonly effects: readonly FlowEffect[];
}

/** The answer that moves. */
export type Moved = Extract<FlowStep, { outcome: 'moved' }>;

/**
 * Goes to a node, and on through every node that waits for nobody. Ends because compiled flows have no loop of such
 * nodes. A name that the flow does not know (a position of another version) begins at the start.
 */
export function enterNode(walk: Walk, nodeId: string): Moved {
  const node = walk.flow.nodes.get(nodeId);
  return enterPlaced(walk, node === undefined ? walk.flow.start : { id: nodeId, node });
}

function enterPlaced(walk: Walk, { id, node }: PlacedNode): Moved {
  switch (node.kind) {
    case 'say':
      return say(walk, id, node);
    case 'menu':
      return menu(walk, id, node);
    case 'hours':
      return enterNode(walk, walk.context.closedHours.has(node.hoursId) ? node.closed : node.open);
    case 'set':
      return enterNode(withAttributes(walk, node), node.next);
    case 'assistant':
      return assistant(walk, id, node);
    case 'queue':
      return queue(walk, id, node);
    case 'close':
      return close(walk, node);
    default:
      return never(node);
  }
}

/** Puts a menu for the `attempt`th time. */
export function putMenu(walk: Walk, nodeId: string, node: MenuNode, attempt: number): Moved {
  const { channel, language } = walk;
  const turn = walk.turn + 1;
  const prompt = textFor(attempt === 1 ? node.text : node.retryText, channel, language);
  const options = node.options.map(({ digit, label, words }) => ({ digit, label: labelFor(label, language), words }));
  const lines = options.map(({ digit, label }) => `${digit}. ${label}`);
  const text = isMessageChannel(channel) ? [prompt, ...lines].join('\n') : prompt;
  const timeoutMs = node.timeoutMs ?? ANSWER_TIMEOUT_MS[channel];
  const gather: FlowEffect = { kind: 'gather', turn, text, language, options, timeoutMs };
  return moved(walk, { state: 'choosing', nodeId, channel, language, turn, attempt }, gather);
}

/** What an assistant's position remembers of its conversation. */
interface AssistantTalk {
  readonly exchanges: number;
  readonly answered: boolean;
}

/** Says an assistant's words and waits for the customer's. */
export function listen(walk: Walk, nodeId: string, node: AssistantNode, talk: AssistantTalk & { text: string }): Moved {
  const { channel, language } = walk;
  const { text, exchanges, answered } = talk;
  const turn = walk.turn + 1;
  const timeoutMs = node.timeoutMs ?? ANSWER_TIMEOUT_MS[channel];
  const position = { state: 'listening', nodeId, channel, language, turn, exchanges, answered } as const;
  return moved(walk, position, { kind: 'listen', turn, text, language, timeoutMs });
}

/** Gives the customer's words to the assistant. */
export function ask(walk: Walk, nodeId: string, node: AssistantNode, question: Question): Moved {
  const { channel, language } = walk;
  const { text, exchanges } = question;
  const turn = walk.turn + 1;
  const { assistantId } = node;
  const timeoutMs = ASSISTANT_TIMEOUT_MS;
  const position = { state: 'thinking', nodeId, channel, language, turn, exchanges } as const;
  return moved(walk, position, { kind: 'askAssistant', turn, assistantId, text, language, timeoutMs });
}

/** A customer's words to an assistant, and how many there have been with these. */
interface Question {
  readonly text: string;
  readonly exchanges: number;
}

function say(walk: Walk, nodeId: string, node: Extract<FlowNode, { kind: 'say' }>): Moved {
  const { channel, language } = walk;
  const turn = walk.turn + 1;
  const effect: FlowEffect = { kind: 'say', turn, text: textFor(node.text, channel, language), language };
  const next = enterNode({ ...walk, turn, effects: [...walk.effects, effect] }, node.next);
  if (isMessageChannel(channel) || isOnePrompt(next, language)) return next;
  return moved(walk, { state: 'saying', nodeId, channel, language, turn }, effect);
}

/**
 * A caller hears words and the question after them as one prompt, which they may interrupt; whatever else comes next waits
 * until the words were heard.
 */
function isOnePrompt({ effects }: Moved, language: string): boolean {
  const spoken = effects.filter(({ kind }) => kind !== 'setAttributes');
  const asks = spoken.at(-1)?.kind === 'gather' || spoken.at(-1)?.kind === 'listen';
  return asks && spoken.every((effect) => 'language' in effect && effect.language === language);
}

function menu(walk: Walk, nodeId: string, node: MenuNode): Moved {
  const chosen = walk.firstText === null ? null : chooseOption(node.options, walk.firstText);
  const onward = { ...walk, firstText: null };
  return chosen === null ? putMenu(onward, nodeId, node, 1) : enterNode(onward, chosen.next);
}

function assistant(walk: Walk, nodeId: string, node: AssistantNode): Moved {
  const text = textFor(node.text, walk.channel, walk.language);
  if (walk.firstText === null) return listen(walk, nodeId, node, { text, exchanges: 0, answered: false });
  const turn = walk.turn + 1;
  const greeting: FlowEffect = { kind: 'say', turn, text, language: walk.language };
  const greeted = { ...walk, turn, firstText: null, effects: [...walk.effects, greeting] };
  return ask(greeted, nodeId, node, { text: walk.firstText, exchanges: 1 });
}

function queue(walk: Walk, nodeId: string, node: QueueNode): Moved {
  const { channel, language, context } = walk;
  const isClosed = node.hoursId !== null && context.closedHours.has(node.hoursId);
  if (isClosed && node.whenClosed !== null) return enterNode(walk, node.whenClosed);
  const isUnstaffed = context.unstaffedQueues.has(node.queueId);
  if (isUnstaffed && node.whenNobodySignedIn !== null) return enterNode(walk, node.whenNobodySignedIn);
  const turn = walk.turn + 1;
  const { queueId, priority, requirements, deadlineMs, treatment } = node;
  const visit = { queueId, priority, requirements, deadlineMs, treatment, language };
  return moved(
    walk,
    { state: 'queued', nodeId, channel, language, turn, queueId },
    { kind: 'enqueue', turn, ...visit },
  );
}

function close(walk: Walk, { reason, text, form }: CloseNode): Moved {
  const { channel, language } = walk;
  return moved(
    walk,
    { state: 'ended', reason },
    { kind: 'close', reason, text: textFor(text, channel, language), language, form },
  );
}

function withAttributes(walk: Walk, node: Extract<FlowNode, { kind: 'set' }>): Walk {
  const language = node.language ?? walk.language;
  if (Object.keys(node.attributes).length === 0) return { ...walk, language };
  const effect: FlowEffect = { kind: 'setAttributes', attributes: node.attributes };
  return { ...walk, language, effects: [...walk.effects, effect] };
}

function moved(walk: Walk, position: Moved['position'], effect: FlowEffect): Moved {
  return { outcome: 'moved', position, effects: [...walk.effects, effect] };
}
