import { isMessageChannel } from '../lib/channel';
import { never } from '../lib/never';
import { chooseOption } from './choose-option';
import type { AssistantNode, CompiledFlow, FlowNode, MenuNode, QueueNode } from './compiled';
import { ask, enterNode, listen, putMenu } from './enter-node';
import type { Walk } from './enter-node';
import type {
  AssistantAnswer,
  FlowContext,
  FlowIdle,
  FlowInput,
  FlowPosition,
  FlowStep,
  QueueLeftReason,
} from './protocol';
import { nearestLanguage } from './text-for';

type InFlow<State extends FlowPosition['state'] = FlowPosition['state']> = Extract<
  FlowPosition,
  { nodeId: string; state: State }
>;

/**
 * Moves an interaction through its flow. Total: every input is answered in every position, and doing nothing says why.
 * It does nothing itself: the caller stores `position` together with `effects`, then does the effects in order.
 *
 * A position that another version of the flow left behind, at a node that is gone or of another kind, begins the flow
 * again: hearing a greeting twice is better than being lost.
 */
export function step(flow: CompiledFlow, position: FlowPosition, input: FlowInput, context: FlowContext): FlowStep {
  switch (position.state) {
    case 'notStarted':
      return input.kind === 'started' ? start(flow, input, context) : nothing(position, 'notStarted');
    case 'withAgent':
    case 'ended':
      return nothing(position, position.state);
    case 'saying':
    case 'choosing':
    case 'listening':
    case 'thinking':
    case 'queued':
      return stepInside(walkFrom(flow, position, context), position, input);
    default:
      return never(position);
  }
}

function start(flow: CompiledFlow, input: Extract<FlowInput, { kind: 'started' }>, context: FlowContext): FlowStep {
  const { channel, firstText } = input;
  const language = nearestLanguage(flow.languages, input.language);
  return enterNode({ flow, context, channel, language, turn: 0, firstText, effects: [] }, flow.start.id);
}

function walkFrom(flow: CompiledFlow, position: InFlow, context: FlowContext): Walk {
  const { channel, language, turn } = position;
  return { flow, context, channel, language, turn, firstText: null, effects: [] };
}

function stepInside(walk: Walk, position: InFlow, input: FlowInput): FlowStep {
  if (input.kind === 'started') return nothing(position, 'alreadyStarted');
  if (input.kind === 'agentAnswered') return { outcome: 'moved', position: { state: 'withAgent' }, effects: [] };
  if ('turn' in input && input.turn !== position.turn) return nothing(position, 'stale');
  const node = walk.flow.nodes.get(position.nodeId);
  switch (position.state) {
    case 'saying':
      return node?.kind === 'say' ? whileSaying(walk, position, node, input) : startAgain(walk);
    case 'choosing':
      return node?.kind === 'menu' ? whileChoosing(walk, position, node, input) : startAgain(walk);
    case 'listening':
      return node?.kind === 'assistant' ? whileListening(walk, position, node, input) : startAgain(walk);
    case 'thinking':
      return node?.kind === 'assistant' ? whileThinking(walk, position, node, input) : startAgain(walk);
    case 'queued':
      return node?.kind === 'queue' ? whileQueued(walk, position, node, input) : startAgain(walk);
    default:
      return never(position);
  }
}

function startAgain(walk: Walk): FlowStep {
  return enterNode(walk, walk.flow.start.id);
}

function whileSaying(
  walk: Walk,
  position: InFlow<'saying'>,
  node: Extract<FlowNode, { kind: 'say' }>,
  input: FlowInput,
): FlowStep {
  if (input.kind === 'promptEnded' || input.kind === 'silence') return enterNode(walk, node.next);
  return nothing(position, 'notListening');
}

function whileChoosing(walk: Walk, position: InFlow<'choosing'>, node: MenuNode, input: FlowInput): FlowStep {
  if (input.kind === 'silence') {
    // Writing again to someone who does not write costs a message and annoys; a caller may just not have understood.
    return isMessageChannel(walk.channel) ? enterNode(walk, node.otherwise) : putAgain(walk, position, node);
  }
  const said = wordsOf(input);
  if (said === null) return nothing(position, 'notListening');
  const chosen = chooseOption(node.options, said);
  return chosen === null ? putAgain(walk, position, node) : enterNode(walk, chosen.next);
}

function putAgain(walk: Walk, { nodeId, attempt }: InFlow<'choosing'>, node: MenuNode): FlowStep {
  return attempt >= node.attempts ? enterNode(walk, node.otherwise) : putMenu(walk, nodeId, node, attempt + 1);
}

function whileListening(walk: Walk, position: InFlow<'listening'>, node: AssistantNode, input: FlowInput): FlowStep {
  if (input.kind === 'silence') return enterNode(walk, position.answered ? node.answered : node.person);
  const text = wordsOf(input);
  if (text === null) return nothing(position, 'notListening');
  const exchanges = position.exchanges + 1;
  return exchanges > node.turns ? enterNode(walk, node.person) : ask(walk, position.nodeId, node, { text, exchanges });
}

function whileThinking(walk: Walk, position: InFlow<'thinking'>, node: AssistantNode, input: FlowInput): FlowStep {
  if (input.kind === 'assistantAnswered') return answer(walk, position, node, input.answer);
  if (input.kind === 'assistantFailed' || input.kind === 'silence') return enterNode(walk, node.person);
  return nothing(position, 'notListening');
}

function answer(walk: Walk, position: InFlow<'thinking'>, node: AssistantNode, given: AssistantAnswer): FlowStep {
  const { nodeId, exchanges } = position;
  switch (given.kind) {
    case 'say':
      return listen(walk, nodeId, node, { text: given.text, exchanges, answered: true });
    case 'ask':
      return listen(walk, nodeId, node, { text: given.text, exchanges, answered: false });
    case 'route':
      return enterNode(walk, node.routes.get(given.route) ?? node.person);
    default:
      return never(given);
  }
}

function whileQueued(walk: Walk, position: InFlow<'queued'>, node: QueueNode, input: FlowInput): FlowStep {
  if (input.kind !== 'queueLeft') return nothing(position, 'notListening');
  const next = exitFor(node, input.because);
  return next === null ? nothing(position, 'patient') : enterNode(walk, next);
}

function exitFor(node: QueueNode, because: QueueLeftReason): string | null {
  switch (because) {
    case 'tooLong':
      return node.whenTooLong;
    case 'closed':
      return node.whenClosed;
    case 'nobodySignedIn':
      return node.whenNobodySignedIn;
    default:
      return never(because);
  }
}

function wordsOf(input: FlowInput): string | null {
  if (input.kind === 'digit') return input.digit;
  return input.kind === 'text' || input.kind === 'spoken' ? input.text : null;
}

function nothing(position: FlowPosition, reason: FlowIdle): FlowStep {
  return { outcome: 'nothing', reason, position, effects: [] };
}
