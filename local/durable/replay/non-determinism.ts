import { EventType, type HistoryEvent } from '../protocol';
import type { Decision } from './decision';

/** History and the orchestrator's code disagree; the instance fails and takes no other decision. */
export class NonDeterminism extends Error {}

export type SchedulingEvent = Extract<
  HistoryEvent,
  {
    EventType:
      | (typeof EventType)['TaskScheduled']
      | (typeof EventType)['TimerCreated']
      | (typeof EventType)['SubOrchestrationInstanceCreated']
      | (typeof EventType)['EventSent'];
  }
>;

/** What DTFx says of a scheduling event (TaskOrchestrationContext.Handle…Event), word for word. */
interface Words {
  /** Of the event alone. */
  readonly absent: string;
  readonly otherKind: (action: string) => string;
  readonly otherName: (name: string) => string;
}

const KINDS = {
  [EventType.TaskScheduled]: 'activity',
  [EventType.TimerCreated]: 'timer',
  [EventType.SubOrchestrationInstanceCreated]: 'subOrchestration',
  [EventType.EventSent]: 'send',
} as const;

const ACTIONS: Readonly<Record<Decision['kind'], string>> = {
  activity: 'ScheduleTaskOrchestratorAction',
  timer: 'CreateTimerOrchestratorAction',
  subOrchestration: 'CreateSubOrchestrationAction',
  send: 'SendEventOrchestratorAction',
};

const NOT_YET = "the current replay execution hasn't (yet?) scheduled this task.";
const REPLAY = 'but the current orchestration replay instead';

function wordsOf(event: SchedulingEvent): Words {
  const id = event.EventId;
  switch (event.EventType) {
    case EventType.TaskScheduled: {
      const named = `an activity task with sequence number ${id} named '${event.Name}', ${REPLAY}`;
      return {
        absent: `an activity task with sequence ID ${id} and name '${event.Name}' (version '${event.Version}'), but ${NOT_YET}`,
        otherKind: (action) => `${named} produced a ${action} action with this sequence number.`,
        otherName: (name) => `${named} scheduled an activity task named '${name}' with this sequence number. `,
      };
    }
    case EventType.TimerCreated: {
      const numbered = `a timer task with sequence number ${id}`;
      const otherKind = (action: string) =>
        `${numbered} named ${REPLAY} produced a ${action} action with this sequence number.`;
      return { absent: `${numbered} but ${NOT_YET}`, otherKind, otherName: () => numbered };
    }
    case EventType.SubOrchestrationInstanceCreated: {
      const of = `(version '${event.Version}', instance ID '${event.InstanceId}')`;
      const named = `a sub-orchestration task with sequence ID ${id} and name '${event.Name}' ${of},`;
      return {
        absent: `${named} but ${NOT_YET}`,
        otherKind: (action) => `${named} ${REPLAY} produced a ${action} action at this sequence number.`,
        otherName: (name) =>
          `${named} ${REPLAY} scheduled a sub-orchestration task with name ${name} at this sequence number.`,
      };
    }
    case EventType.EventSent: {
      const numbered = `a send event task with sequence ID ${id}, type 'EventSent'`;
      const to = `name '${event.Name}', instance ID '${event.InstanceId}'`;
      return {
        absent: `${numbered} ${to}, but ${NOT_YET}`,
        otherKind: (action) => `${numbered}, ${to}, ${REPLAY} scheduled a ${action} task at this sequence number.`,
        otherName: (name) =>
          `${numbered}, ${to}), ${REPLAY} scheduled a send event task with name ${name}at this sequence number.`,
      };
    }
    default:
      return event satisfies never;
  }
}

/** Throws where history scheduled something else under that id, or the replay nothing. */
export function requireSame(decision: Decision | undefined, event: SchedulingEvent): void {
  if (decision && decision.kind === KINDS[event.EventType] && hasSameName(decision, event)) return;
  const what = complaint(decision, wordsOf(event), event);
  throw new NonDeterminism(
    `Non-Deterministic workflow detected: A previous execution of this orchestration scheduled ${what} Was a change made to the orchestrator code after this instance had already started running?`,
  );
}

const hasSameName = (decision: Decision, event: SchedulingEvent): boolean =>
  !('Name' in event) || !('name' in decision) || decision.name.toLowerCase() === event.Name.toLowerCase();

function complaint(decision: Decision | undefined, words: Words, event: SchedulingEvent): string {
  if (!decision) return words.absent;
  if (decision.kind !== KINDS[event.EventType]) return words.otherKind(ACTIONS[decision.kind]);
  return words.otherName('name' in decision ? decision.name : '');
}
