import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FirstInstant, LocalAzure } from './azure';
import { createRandom } from './kit/faults';
import { createPost } from './kit/post';
import type { LocalOptions } from './options';
import { isScenarioName, SCENARIO_NAMES, SCENARIOS } from './scenarios/days';
import { historyBeginsAt, makeHistory } from './scenarios/history';
import { keepUp } from './scenarios/keeping-up';
import { speedAtFirst } from './kit/speed-at-first';
import { createOffice } from './scenarios/office';
import { readOpening, type Opening } from './scenarios/opening';
import { createProgramme, type Programme } from './scenarios/programme';
import type { Scenario } from './scenarios/scenario';
import { createScenarios, type Scenarios } from './scenarios/scenarios';
import type { Seats } from './simulator/seats';
import { personOf } from './simulator/people';
import { QUIET, type People } from './simulator/troubles';

/** Whether and how simulated people come to work at this start. */
export interface PeoplePlan {
  readonly options: LocalOptions;
  readonly firstInstant: FirstInstant | undefined;
  readonly now: () => People;
  /** Resolves once live traffic has begun; a day of history is made before. */
  begin(azure: LocalAzure, seats: Seats): Promise<void>;
  stop(): void;
}

/** Between the customers of the past nothing happens: timers that recur need few turns. */
const TURN_EVERY_MS = 20 * 60_000;
const TIME_ZONE = 'America/New_York';
/** Of the customers' coming: the same day each time. */
const SEED = 20_261_005;

/**
 * Whoever just starts it sees a contact centre at work, at whatever hour: where the organisation is closed now, the clock
 * begins in its last morning, or where the chosen scenario begins. A start that names the instant, or stands still, is for
 * tools and gets the time as it asks.
 */
export function choosePeople(options: LocalOptions, isFirstStart: boolean): PeoplePlan {
  const { isQuiet, isStepped, startAt, appFolder, scenario: first } = options;
  if (isQuiet || isStepped) return nobody(options);
  const opening = readOpening(readFileSync(join(appFolder, 'config/contoso/hours.yaml'), 'utf8'), TIME_ZONE);
  const scenario: Scenario = SCENARIOS[first];
  const liveAt = startAt ?? beginningOf(scenario, opening, Date.now(), -1);
  // A scenario of its own day needs no day before it.
  const hasHistory = isFirstStart && startAt === undefined && scenario.begins === 'now';
  const beginsAt = hasHistory ? historyBeginsAt(opening, liveAt) : liveAt;
  let scenarios: Scenarios | undefined;
  let isStopped = false;
  let people: People = { ...QUIET, mode: hasHistory ? 'history' : 'live' };

  async function begin(azure: LocalAzure, seats: Seats): Promise<void> {
    const programme = createProgramme({ first, opening, now: () => azure.clock.now(), random: createRandom(SEED) });
    scenarios = peopleOf(azure, seats, programme, options.speed);
    people = { ...people, ...steered(scenarios, programme) };
    if (hasHistory) {
      await makePast(azure, scenarios);
      programme.play(first);
    }
    await follow(azure, speedAtFirst(options.speed), () => isStopped);
    people = { ...people, mode: 'live' };
    scenarios.startLive();
  }

  /** A day that could not be made to its end is a short one; work begins all the same. */
  const makePast = (azure: LocalAzure, atWork: Scenarios): Promise<void> =>
    makeHistory({
      ...{ scenarios: atWork, opening, until: liveAt },
      now: () => azure.clock.now(),
      advanceTo: (to) => azure.coordinator.advance({ to, turnEveryMs: TURN_EVERY_MS }),
      onProgress: (done, of) => (people = { ...people, history: { done, of } }),
    }).catch((error: unknown) => {
      process.stderr.write(`The day of history ended early: ${String(error)}\n`);
    });

  return {
    // While the past is made the clock goes by steps.
    options: { ...options, isStepped: hasHistory },
    firstInstant(kept) {
      if (kept <= beginsAt) return beginsAt;
      return startAt === undefined ? beginningOf(scenario, opening, kept, 1) : kept;
    },
    now: () => people,
    begin,
    stop() {
      isStopped = true;
      scenarios?.stop();
    },
  };
}

/** Where the clock begins for a scenario, at or before (-1) or at or after (1) an instant. */
function beginningOf({ begins }: Scenario, opening: Opening, at: number, by: 1 | -1): number {
  const found = begins === 'now' ? null : opening.timeOfDay(at, by, begins);
  return found ?? (by === 1 ? opening.nextOpen(at) : opening.lastOpen(at));
}

/** What the console steers. */
const steered = (
  scenarios: Scenarios,
  programme: Programme,
): Pick<People, 'rush' | 'missToVoicemail' | 'scenarios'> => ({
  rush: () => scenarios.rush(),
  missToVoicemail: () => scenarios.missToVoicemail(),
  scenarios: {
    all: SCENARIO_NAMES.map((name) => ({ name, story: SCENARIOS[name].story })),
    now: () => programme.name(),
    async play(name) {
      if (!isScenarioName(name)) return false;
      await scenarios.play(name);
      return true;
    },
  },
});

const AGAIN_AFTER_MS = 1_000;

/** Somebody may have killed the host just now: the clocks follow real time as soon as it is there again. */
async function follow({ coordinator }: LocalAzure, speed: number, isStopped: () => boolean): Promise<void> {
  while (!isStopped()) {
    try {
      await coordinator.follow(speed);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
}

const nobody = (options: LocalOptions): PeoplePlan => ({
  options,
  firstInstant: undefined,
  now: () => QUIET,
  begin: () => Promise.resolve(),
  stop: () => undefined,
});

const peopleOf = (azure: LocalAzure, seats: Seats, programme: Programme, speed: number): Scenarios =>
  createScenarios({
    office: createOffice(createPost(), azure.endpoints.console.endpoint, () => azure.clock.now()),
    ...{ clock: azure.clock, programme },
    agents: azure.organisation.agents,
    freeAgentId: seats.freeAgentId,
    isTaken: (agentId) => seats.isTaken(agentId),
    badgeOf: (agentId) => badgeOf(azure, agentId),
    onTurn: keepUp(azure.coordinator, speed),
  });

/**
 * Read in this process: an agent who would ask each time whether there is something to ask for is what a day was slow for. Whoever is
 * rung has accepted an offer, and looks often.
 */
const badgeOf = (azure: LocalAzure, agentId: string): string =>
  String(azure.cloud.teams.agents.latest(personOf(azure, agentId)));
