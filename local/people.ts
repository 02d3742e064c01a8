import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FirstInstant, LocalAzure } from './azure';
import { createPost } from './kit/post';
import type { LocalOptions } from './options';
import { historyBeginsAt, makeHistory } from './scenarios/history';
import { createOffice } from './scenarios/office';
import { readOpening } from './scenarios/opening';
import { createScenarios, type Scenarios } from './scenarios/scenarios';
import type { Seats } from './simulator/seats';
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

/**
 * Whoever just starts it sees a contact centre at work, at whatever hour: where the organisation is closed now, the clock
 * begins in its last morning. A start that names the instant, or stands still, is for tools and gets the time as it asks.
 */
export function choosePeople(options: LocalOptions, isFirstStart: boolean): PeoplePlan {
  const { isQuiet, isStepped, startAt, appFolder } = options;
  if (isQuiet || isStepped) return nobody(options);
  const opening = readOpening(readFileSync(join(appFolder, 'config/contoso/hours.yaml'), 'utf8'), TIME_ZONE);
  const liveAt = startAt ?? opening.lastOpen(Date.now());
  const hasHistory = isFirstStart && startAt === undefined;
  const beginsAt = hasHistory ? historyBeginsAt(opening, liveAt) : liveAt;
  let scenarios: Scenarios | undefined;
  let isStopped = false;
  let people: People = { ...QUIET, mode: hasHistory ? 'history' : 'live' };

  async function begin(azure: LocalAzure, seats: Seats): Promise<void> {
    scenarios = peopleOf(azure, seats);
    const atWork = scenarios;
    people = { ...people, rush: () => atWork.rush(), missToVoicemail: () => atWork.missToVoicemail() };
    if (hasHistory) {
      await makePast(azure, atWork);
      await follow(azure, options.speed, () => isStopped);
    }
    people = { ...people, mode: 'live' };
    atWork.startLive();
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
    firstInstant: (kept) => (kept <= beginsAt ? beginsAt : startAt === undefined ? opening.nextOpen(kept) : kept),
    now: () => people,
    begin,
    stop() {
      isStopped = true;
      scenarios?.stop();
    },
  };
}

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

const peopleOf = (azure: LocalAzure, seats: Seats): Scenarios =>
  createScenarios({
    office: createOffice(createPost(), azure.endpoints.console.endpoint, () => azure.clock.now()),
    clock: azure.clock,
    agents: azure.organisation.agents,
    freeAgentId: seats.freeAgentId,
    isTaken: (agentId) => seats.isTaken(agentId),
  });
