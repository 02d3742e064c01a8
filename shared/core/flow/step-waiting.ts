import { never } from '../lib/never';
import { ask, listen } from './assist';
import { enterNode } from './enter-node';
import { voicemailLeft } from './lead';
import type { AssistantNode, FlowNode, QueueNode } from './nodes';
import type { AssistantAnswer, FlowInput, FlowStep, QueueLeftReason } from './protocol';
import { nothing, wordsOf } from './step-parts';
import type { InState } from './step-parts';
import { remembering } from './walk';
import type { Walk } from './walk';

/** The assistant waits for the customer. */
export function whileListening(
  walk: Walk,
  position: InState<'listening'>,
  node: AssistantNode,
  input: FlowInput,
): FlowStep {
  if (input.kind === 'silence') return enterNode(walk, position.answered ? node.answered : node.person);
  const text = wordsOf(input);
  if (text === null) return nothing(position, 'notListening');
  const exchanges = position.exchanges + 1;
  return exchanges > node.turns ? enterNode(walk, node.person) : ask(walk, position.nodeId, node, { text, exchanges });
}

/** The customer waits for the assistant. */
export function whileThinking(
  walk: Walk,
  position: InState<'thinking'>,
  node: AssistantNode,
  input: FlowInput,
): FlowStep {
  if (input.kind === 'assistantAnswered') return answer(walk, position, node, input.answer);
  if (input.kind === 'assistantFailed' || input.kind === 'silence') return enterNode(walk, node.person);
  return nothing(position, 'notListening');
}

function answer(walk: Walk, position: InState<'thinking'>, node: AssistantNode, given: AssistantAnswer): FlowStep {
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

/** The customer waits for an agent. */
export function whileQueued(walk: Walk, position: InState<'queued'>, node: QueueNode, input: FlowInput): FlowStep {
  if (input.kind === 'keyWhileQueued') {
    const way = node.keys.get(input.digit);
    return way === undefined ? nothing(position, 'notListening') : enterNode(walk, way);
  }
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

/** Something outside is being done for the customer. Null when the node is not the one that asked for it. */
export function whileWorking(
  walk: Walk,
  position: InState<'lookingUp' | 'messaging' | 'recording' | 'transferring'>,
  node: FlowNode,
  input: FlowInput,
): FlowStep | null {
  switch (position.state) {
    case 'lookingUp':
      if (node.kind !== 'lookUp') return null;
      if (input.kind === 'lookedUp') {
        return enterNode(remembering(walk, input.values), input.found ? node.found : node.notFound);
      }
      return isOver(input, 'lookUpFailed') ? enterNode(walk, node.failed) : nothing(position, 'notListening');
    case 'messaging':
      if (node.kind !== 'message') return null;
      return isOver(input, 'messageDone') ? enterNode(walk, node.next) : nothing(position, 'notListening');
    case 'recording':
      if (node.kind !== 'voicemail') return null;
      if (input.kind === 'recorded') return voicemailLeft(walk, node);
      return isOver(input, 'recordingFailed') ? enterNode(walk, node.failed) : nothing(position, 'notListening');
    case 'transferring':
      if (node.kind !== 'transfer') return null;
      if (input.kind === 'transferDone') return { outcome: 'moved', position: { state: 'transferred' }, effects: [] };
      return isOver(input, 'transferFailed') ? enterNode(walk, node.failed) : nothing(position, 'notListening');
    default:
      return never(position);
  }
}

/** What was asked for is over without a result, or nobody has said so in time. */
const isOver = (input: FlowInput, kind: FlowInput['kind']): boolean => input.kind === kind || input.kind === 'silence';
