import { SCENARIOS, type ScenarioName } from './days';
import type { Opening } from './opening';
import { channelOf, gapMs, stretchAt, type Channel, type Phase, type Scenario, type Stretch } from './scenario';

/** The scenario that is on, and what it asks for at this moment. */
export interface Programme {
  name(): ScenarioName;
  scenario(): Scenario;
  /** Begins a scenario now. */
  play(name: ScenarioName): void;
  phase(): Phase;
  /** Goes on to now: who has come since the last time, and the stretch if another one began. */
  goOn(): { readonly comers: readonly Channel[]; readonly began: Stretch | null };
}

/** With which scenario it begins, and what time and chance say. */
export interface ProgrammeOptions {
  readonly first: ScenarioName;
  readonly opening: Pick<Opening, 'isOpen' | 'startOfDay'>;
  readonly now: () => number;
  /** From [0, 1); the same course of chance makes the same day. */
  readonly random: () => number;
}

/** More in one step of a fast clock is no traffic but a flood. */
const MOST_IN_A_STEP = 20;
/** What follows when a scenario is over; it has no end of its own. */
const AFTERWARDS: ScenarioName = 'ordinary-day';

export function createProgramme({ first, opening, now, random }: ProgrammeOptions): Programme {
  let name = first;
  let chosenAt = now();
  let inForce = '';
  let nextAt = Number.POSITIVE_INFINITY;

  function stretch(): Stretch {
    const scenario: Scenario = SCENARIOS[name];
    const found = stretchAt(scenario, now() - (scenario.goesBy === 'timeOfDay' ? opening.startOfDay(now()) : chosenAt));
    if (found !== null) return found;
    name = AFTERWARDS;
    return stretch();
  }

  /** Arrivals know nothing of each other: whenever their number changes they are drawn anew from there on. */
  function comersOf(phase: Phase, hasChanged: boolean): readonly Channel[] {
    const gap = () => gapMs(phase, opening.isOpen(now()), random());
    if (hasChanged) nextAt = now() + gap();
    const comers: Channel[] = [];
    for (; nextAt <= now() && comers.length < MOST_IN_A_STEP; nextAt += gap()) comers.push(channelOf(phase, random()));
    return comers;
  }

  return {
    name: () => name,
    scenario: () => SCENARIOS[name],
    play(wanted) {
      [name, chosenAt, inForce] = [wanted, now(), ''];
    },
    phase: () => stretch().phase,
    goOn() {
      const found = stretch();
      const [before, wasOpen] = inForce.split('|');
      const [current, isOpen] = [`${name} ${found.index}`, String(opening.isOpen(now()))];
      inForce = `${current}|${isOpen}`;
      const hasBegun = before !== current;
      const comers = comersOf(found.phase, hasBegun || wasOpen !== isOpen);
      return { comers, began: hasBegun ? found : null };
    },
  };
}
