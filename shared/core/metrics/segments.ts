import type { InteractionEvent } from '../interaction/events';
import { never } from '../lib/never';
import { isOneOf, type EventOf } from './measured';

/** One agent's finished involvement. Lengths are in milliseconds; talk excludes hold. */
export interface SegmentFigures {
  readonly agentId: string;
  readonly acceptedAt: number;
  readonly talkMs: number;
  readonly holdMs: number;
  readonly wrapUpMs: number;
}

interface Running extends SegmentFigures {
  readonly phase: 'connecting' | 'talking' | 'onHold' | 'wrappingUp';
  readonly since: number;
}

interface Walk {
  readonly running: readonly Running[];
  readonly done: readonly SegmentFigures[];
}

/** The finished segments of a timeline. A call that never connected was not handled. */
export const segmentsOf = (timeline: readonly InteractionEvent[]): readonly SegmentFigures[] =>
  timeline.reduce(step, { running: [], done: [] }).done;

function step(walk: Walk, event: InteractionEvent): Walk {
  const phase = isMove(event) ? phaseAfter(event) : null;
  if (phase !== null) return turn(walk, phase.agentId, event.at, phase.name);
  if (!isChange(event)) return walk;
  switch (event.type) {
    case 'accepted':
      return { ...walk, running: [...walk.running, begin(event)] };
    case 'ended':
      return { ...walk, running: walk.running.map((one) => into(one, event.at, 'wrappingUp')) };
    case 'connectFailed':
    case 'dialFailed':
      return { ...walk, running: walk.running.filter(({ agentId }) => agentId !== event.agentId) };
    case 'handedOn':
    case 'agentLost':
    case 'handedOver':
    case 'parked':
    case 'wrappedUp':
      return finish(walk, event.at, ({ agentId }) => agentId === event.agentId);
    case 'closed':
      return finish(walk, event.at, () => true);
    default:
      return never(event);
  }
}

const MOVES = [
  ...(['connected', 'unheld', 'partyJoined', 'held', 'consultBegan'] as const),
  ...(['handedOn', 'agentLost', 'handedOver'] as const),
] as const;
type MoveType = (typeof MOVES)[number];
const isMove = isOneOf(...MOVES);
const isChange = isOneOf(
  ...(['accepted', 'ended', 'connectFailed', 'dialFailed', 'handedOn', 'agentLost', 'handedOver'] as const),
  ...(['parked', 'wrappedUp', 'closed'] as const),
);

/** What one agent goes on with. To the customer a consult is hold, whatever the agent does meanwhile. */
function phaseAfter(event: EventOf<MoveType>): { agentId: string; name: Running['phase'] } | null {
  switch (event.type) {
    case 'connected':
    case 'unheld':
    case 'partyJoined':
      return { agentId: event.agentId, name: 'talking' };
    case 'held':
    case 'consultBegan':
      return { agentId: event.agentId, name: 'onHold' };
    case 'handedOn':
    case 'agentLost':
    case 'handedOver':
      return (event.wrapUpBy ?? null) === null ? null : { agentId: event.agentId, name: 'wrappingUp' };
    default:
      return never(event);
  }
}

const begin = ({ agentId, at, connectBy }: Extract<InteractionEvent, { type: 'accepted' }>): Running => ({
  agentId,
  acceptedAt: at,
  talkMs: 0,
  holdMs: 0,
  wrapUpMs: 0,
  phase: connectBy === null ? 'talking' : 'connecting',
  since: at,
});

const turn = (walk: Walk, agentId: string, at: number, phase: Running['phase']): Walk => ({
  ...walk,
  running: walk.running.map((one) => (one.agentId === agentId ? into(one, at, phase) : one)),
});

/** Books the time since the last change under the phase that it was spent in. */
function into(one: Running, at: number, phase: Running['phase']): Running {
  const passed = at - one.since;
  return {
    ...one,
    talkMs: one.talkMs + (one.phase === 'talking' ? passed : 0),
    holdMs: one.holdMs + (one.phase === 'onHold' ? passed : 0),
    wrapUpMs: one.wrapUpMs + (one.phase === 'wrappingUp' ? passed : 0),
    phase,
    since: at,
  };
}

function finish(walk: Walk, at: number, which: (one: Running) => boolean): Walk {
  const over = walk.running.filter(which).filter(({ phase }) => phase !== 'connecting');
  const figures = over.map((one) => {
    const { agentId, acceptedAt, talkMs, holdMs, wrapUpMs } = into(one, at, one.phase);
    return { agentId, acceptedAt, talkMs, holdMs, wrapUpMs };
  });
  return { running: walk.running.filter((one) => !which(one)), done: [...walk.done, ...figures] };
}
