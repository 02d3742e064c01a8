import { z } from 'zod';
import { EMPTY, get, post, Refused, type Operation } from './operation';

/** Simulated people, as far as the console steers them. */
export interface People {
  readonly mode: 'quiet' | 'history' | 'live';
  /** How much of the day of history is made. */
  readonly history: { readonly done: number; readonly of: number };
  rush(): void;
  missToVoicemail(): void;
  readonly scenarios: {
    readonly all: readonly { readonly name: string; readonly story: string }[];
    /** The name of the one that is on; null where nobody is simulated. */
    now(): string | null;
    /** Begins one now; false where there is none of that name. */
    play(name: string): Promise<boolean>;
  };
}

/** What may go wrong in a contact centre, at the press of a button. */
export function troubleOperations(people: () => People): readonly Operation[] {
  const alive = (): People => {
    const found = people();
    if (found.mode !== 'live') throw new Refused(409, 'There are no simulated people at work now.');
    return found;
  };
  return [
    get('getPeople', '/_local/people', 'Whether simulated customers and agents are at work.', () => {
      const { mode, history, scenarios } = people();
      return { mode, history, scenario: scenarios.now(), scenarios: scenarios.all };
    }),
    post(
      'playScenario',
      '/_local/people/scenario',
      'Begins a scenario now: who comes, who is at work, and what is broken. What the last one had broken works again.',
      z.object({ name: z.string() }),
      async ({ body }) => {
        const { scenarios } = alive();
        if (await scenarios.play(body.name)) return;
        const names = scenarios.all.map(({ name }) => name).join(', ');
        throw new Refused(400, `There is no scenario '${body.name}'. There are ${names}.`);
      },
    ),
    post('rush', '/_local/people/rush', 'Monday morning: many customers at once.', EMPTY, () => alive().rush()),
    post(
      'missToVoicemail',
      '/_local/people/voicemail',
      'A customer calls, and the voicemail of the agent who is rung answers.',
      EMPTY,
      () => alive().missToVoicemail(),
    ),
  ];
}

/** Nobody is simulated. */
export const QUIET: People = {
  mode: 'quiet',
  history: { done: 0, of: 0 },
  rush: () => undefined,
  missToVoicemail: () => undefined,
  scenarios: { all: [], now: () => null, play: () => Promise.resolve(false) },
};
