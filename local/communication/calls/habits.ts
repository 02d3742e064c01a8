import type { Store } from '../../kit/store';
import { answer, decline, hangUp, letVoicemailAnswer, press, say, type Deed } from './deeds';
import { isAgent, rawIdOfTeamsUser, teamsUserIdOf, type RawId } from './identifiers';
import type { Habit, Plan } from './habit';
import { beginNext } from './plan';
import type { Leg } from './state';
import type { Turn } from './turn';

/** Habits on disk, by raw id; somebody of a directory has the same in a Teams client and in a softphone. Whoever has none does what a test or a person at the simulator makes them do. */
export interface Habits {
  of(rawId: RawId): Habit | undefined;
  all(): Readonly<Record<RawId, Habit>>;
  /** Null takes it back; calls that ring already are not changed. */
  set(rawId: RawId, habit: Habit | null): Promise<void>;
}

export function openHabits(store: Store): Habits {
  const habits = store.collection<Habit>('calls_habits');
  return {
    of: (rawId) => habits.get(keyOf(rawId)),
    all: () => Object.fromEntries(habits.ids().flatMap((id) => [[id, habits.get(id)] as const].filter(isThere))),
    set: (rawId, habit) => (habit === null ? habits.delete(keyOf(rawId)) : habits.put(keyOf(rawId), habit)),
  };
}

const keyOf = (rawId: RawId): RawId => (isAgent(rawId) ? rawIdOfTeamsUser(teamsUserIdOf(rawId)) : rawId);

const isThere = (entry: readonly [string, Habit | undefined]): entry is readonly [string, Habit] =>
  entry[1] !== undefined;

/** Does what is due of people's plans. */
export function followPlans(turn: Turn): void {
  for (const leg of [...turn.call.legs]) {
    const { plan } = leg;
    if (plan === undefined || plan.nextAt === null || plan.nextAt > turn.now || leg.state === 'ended') continue;
    plan.nextAt = null;
    deedOf(leg, plan)(turn, leg);
    beginNext(turn, leg);
  }
}

function deedOf(leg: Leg, plan: Plan): Deed {
  if (leg.state === 'ringing') return ringDeedOf(plan);
  const [step, ...rest] = plan.steps;
  plan.steps = rest;
  switch (step?.does) {
    case 'press':
      return press(step.keys);
    case 'say':
      return say(step.words);
    case 'hangUp':
      return hangUp;
    case undefined:
      return () => undefined;
    default:
      return step satisfies never;
  }
}

function ringDeedOf({ onRing }: Plan): Deed {
  switch (onRing?.does) {
    case 'answer':
      return answer;
    case 'decline':
      return decline('declined');
    case 'beBusy':
      return decline('busy');
    case 'letVoicemailAnswer':
      return letVoicemailAnswer;
    case 'nothing':
    case undefined:
      return () => undefined;
    default:
      return onRing satisfies never;
  }
}
