import { never } from '../lib/never';
import { headerIn } from '../lib/sip-headers';
import type { CompiledFlow } from './compiled';
import { enterNode } from './enter-node';
import type { FlowNode } from './nodes';
import type { FlowContext, FlowInput, FlowPosition, FlowStep } from './protocol';
import { nothing } from './step-parts';
import type { InState } from './step-parts';
import { whileCapturing, whileChoosing, whileConfirming, whileGathering, whileSurveying } from './step-asking';
import { whileListening, whileQueued, whileThinking, whileWorking } from './step-waiting';
import { nearestLanguage } from './text-for';
import { walkFrom } from './walk';
import type { Walk } from './walk';

/**
 * Moves an interaction through its flow. Total: every input is answered in every position, and doing nothing says why.
 * It does nothing itself: the caller stores `position` together with `effects`, then does the effects in order.
 *
 * A position that another version of the flow left behind, at a node that is gone or of another kind, begins the flow
 * again: hearing a greeting twice is better than being lost.
 */
export function step(flow: CompiledFlow, position: FlowPosition, input: FlowInput, context: FlowContext): FlowStep {
  if ('nodeId' in position) return stepInside(walkFrom(flow, position, context), position, input);
  if (position.state !== 'notStarted') return nothing(position, position.state);
  return input.kind === 'started' ? start(flow, input, context) : nothing(position, 'notStarted');
}

function start(flow: CompiledFlow, input: Extract<FlowInput, { kind: 'started' }>, context: FlowContext): FlowStep {
  const { channel, firstText } = input;
  const said = [...flow.headers].map(([variable, name]) => [variable, headerIn(input.headers, name) ?? ''] as const);
  const memory = { ...Object.fromEntries(said), ...input.known };
  const language = nearestLanguage(flow.languages, input.language);
  const walk = { flow, context, channel, language, turn: 0, memory, waitingSince: null, firstText, effects: [] };
  return enterNode(walk, flow.start.id);
}

function stepInside(walk: Walk, position: InState, input: FlowInput): FlowStep {
  if (input.kind === 'started') return nothing(position, 'alreadyStarted');
  if (input.kind === 'agentAnswered') return { outcome: 'moved', position: { state: 'withAgent' }, effects: [] };
  if ('turn' in input && input.turn !== position.turn) return nothing(position, 'stale');
  const node = walk.flow.nodes.get(position.nodeId);
  const stepped = node === undefined ? null : stepAt(walk, position, node, input);
  return stepped ?? enterNode(walk, walk.flow.start.id);
}

/** Null when the node is of a kind at which nobody can be in this state. */
function stepAt(walk: Walk, position: InState, node: FlowNode, input: FlowInput): FlowStep | null {
  switch (position.state) {
    case 'saying':
      return node.kind === 'say' ? whileSaying(walk, position, node.next, input) : null;
    case 'choosing':
      return node.kind === 'menu' || node.kind === 'language' ? whileChoosing(walk, position, node, input) : null;
    case 'gathering':
      return node.kind === 'gather' || node.kind === 'collect' ? whileGathering(walk, position, node, input) : null;
    case 'capturing':
      return node.kind === 'capture' ? whileCapturing(walk, position, node, input) : null;
    case 'confirming':
      return node.kind === 'collect' ? whileConfirming(walk, position, node, input) : null;
    case 'surveying':
      return node.kind === 'survey' ? whileSurveying(walk, position, node, input) : null;
    case 'listening':
      return node.kind === 'assistant' ? whileListening(walk, position, node, input) : null;
    case 'thinking':
      return node.kind === 'assistant' ? whileThinking(walk, position, node, input) : null;
    case 'queued':
      return node.kind === 'queue' ? whileQueued(walk, position, node, input) : null;
    case 'lookingUp':
    case 'messaging':
    case 'recording':
    case 'transferring':
      return whileWorking(walk, position, node, input);
    default:
      return never(position);
  }
}

function whileSaying(walk: Walk, position: InState<'saying'>, next: string, input: FlowInput): FlowStep {
  const isOver = input.kind === 'promptEnded' || input.kind === 'silence';
  return isOver ? enterNode(walk, next) : nothing(position, 'notListening');
}
