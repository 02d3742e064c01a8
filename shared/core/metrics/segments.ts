import { never } from '../lib/never';
import type { InteractionEvent } from '../interaction/events';

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
  switch (event.type) {
    case 'accepted':
      return { ...walk, running: [...walk.running, begin(event)] };
    case 'connected':
    case 'unheld':
      return turn(walk, event.agentId, event.at, 'talking');
    case 'held':
      return turn(walk, event.agentId, event.at, 'onHold');
    case 'ended':
      return { ...walk, running: walk.running.map((one) => into(one, event.at, 'wrappingUp')) };
    case 'connectFailed':
    case 'dialFailed':
      return { ...walk, running: walk.running.filter(({ agentId }) => agentId !== event.agentId) };
    // To the customer it is hold, whatever the agent does meanwhile.
    case 'consultBegan':
      return turn(walk, event.agentId, event.at, 'onHold');
    case 'partyJoined':
      return turn(walk, event.agentId, event.at, 'talking');
    case 'handedOn':
    case 'agentLost':
    case 'handedOver':
      return (event.wrapUpBy ?? null) === null
        ? finish(walk, event.at, ({ agentId }) => agentId === event.agentId)
        : turn(walk, event.agentId, event.at, 'wrappingUp');
    case 'parked':
    case 'wrappedUp':
      return finish(walk, event.at, ({ agentId }) => agentId === event.agentId);
    case 'closed':
      return finish(walk, event.at, () => true);
    case 'opened':
    case 'deferred':
    case 'dialled':
    case 'customerConfirmed':
    case 'flowMoved':
    case 'handoverBegan':
    case 'partyAnswered':
    case 'partyGone':
    case 'handoverFailed':
    case 'nudged':
    case 'queued':
    case 'offerPresented':
    case 'offerEnded':
    case 'visitEnded':
      return walk;
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
