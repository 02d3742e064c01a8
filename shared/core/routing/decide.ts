import { never } from '../lib/never';
import type { Command } from './commands';
import { decideAgentState, decideHeartbeat, decideMoveAgent, decidePresence } from './decide-agent';
import { decideComplete, decideRelease } from './decide-assignment';
import { decideDue } from './decide-due';
import { decideMatch } from './decide-match';
import { decideAccept, decideDecline, decideDelivered } from './decide-offer';
import { decideAssign, decidePull } from './decide-take';
import { decideCancel, decideEnqueue } from './decide-visit';
import { step, UNCHANGED, type Circumstances, type Decision } from './decision';
import type { ShardState } from './state';

/**
 * The one step that the command leads to now; of a `match` its next offer, or who goes because none is made, of a `tick` the next thing
 * that is due and then what a match does. Reads only.
 */
export function decide(state: ShardState, command: Command, circumstances: Circumstances): Decision {
  switch (command.name) {
    case 'enqueue':
      return decideEnqueue(state, command, circumstances);
    case 'cancel':
      return decideCancel(state, command);
    case 'agentState':
      return decideAgentState(state, command, circumstances);
    case 'moveAgent':
      return decideMoveAgent(state, command, circumstances);
    case 'heartbeat':
      return decideHeartbeat(state, command, circumstances);
    case 'presence':
      return decidePresence(state, command, circumstances);
    case 'delivered':
      return decideDelivered(state, command, circumstances);
    case 'accept':
      return decideAccept(state, command, circumstances);
    case 'decline':
      return decideDecline(state, command, circumstances);
    case 'pull':
      return decidePull(state, command);
    case 'assign':
      return decideAssign(state, command);
    case 'release':
      return decideRelease(state, command, circumstances);
    case 'complete':
      return decideComplete(state, command);
    case 'config':
      return command.version > state.configVersion ? step({ kind: 'configTaken' }) : UNCHANGED;
    case 'match':
      return decideMatch(state, circumstances) ?? UNCHANGED;
    case 'tick':
      return decideDue(state, circumstances) ?? decideMatch(state, circumstances) ?? UNCHANGED;
    default:
      return never(command);
  }
}
