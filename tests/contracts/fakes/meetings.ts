import type { Meetings, WantedMeeting } from '../../../shared/ports/meetings';

/** Meetings in memory: the same key is the same meeting. */
export interface FakeMeetings extends Meetings {
  /** What was asked for, repeats too. */
  readonly wanted: readonly WantedMeeting[];
  /** From now on: answers as if nothing was permitted, or not at all. */
  become(state: 'up' | 'notPermitted' | 'down'): void;
}

export function createFakeMeetings(homeDirectoryId: string): FakeMeetings {
  const wanted: WantedMeeting[] = [];
  let is: 'up' | 'notPermitted' | 'down' = 'up';
  return {
    wanted,
    become: (state) => {
      is = state;
    },
    async open(one) {
      wanted.push(one);
      if (one.entraTenantId !== homeDirectoryId) return { kind: 'elsewhere' };
      if (is === 'down') throw new Error('Graph is down.');
      if (is === 'notPermitted') return { kind: 'notPermitted' };
      return { kind: 'opened', joinUrl: `https://meet.test/${one.organiserId}/${one.key}` };
    },
  };
}
