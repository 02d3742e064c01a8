import { EMPTY, get, post, Refused, type Operation } from './operation';

/** Simulated people, as far as the console steers them. */
export interface People {
  readonly mode: 'quiet' | 'history' | 'live';
  /** How much of the day of history is made. */
  readonly history: { readonly done: number; readonly of: number };
  rush(): void;
  missToVoicemail(): void;
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
      const { mode, history } = people();
      return { mode, history };
    }),
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

export const QUIET: People = {
  mode: 'quiet',
  history: { done: 0, of: 0 },
  rush: () => undefined,
  missToVoicemail: () => undefined,
};
