import { createPost, NoAnswer } from '../../kit/post';
import { remoteMember } from '../../kit/coordinator';
import type { Member } from '../../kit/settle';
import type { TimeReport } from '../../kit/time-control';

/** Where a host's clock is steered. */
export interface Controlled {
  readonly name: string;
  readonly controlUrl: string;
  /** It is being shut down: it answers until what it does is done, and then no more. */
  readonly isLeaving: boolean;
}

/** All hosts that run now as one member of the clock: they come and go. */
export function clockMember(running: () => readonly Controlled[]): Member {
  const post = createPost({});

  async function ask<T>(question: (member: Member) => Promise<T>): Promise<T[]> {
    const hosts = running();
    // What waits for a host would be waited for in vain.
    if (hosts.length === 0) throw new NoAnswer('unreachable', 'No functions host is running.');
    const asked = hosts.map(async ({ name, controlUrl }) => {
      try {
        return [await question(remoteMember({ name, url: controlUrl }, post))];
      } catch (error) {
        // Of one that is gone by the time it would answer nothing is wanted any more.
        const now = running().find((other) => other.controlUrl === controlUrl);
        if (now !== undefined && !now.isLeaving) throw error;
        return [];
      }
    });
    return (await Promise.all(asked)).flat();
  }

  return {
    name: 'the functions hosts',
    read: async () => together(await ask((member) => member.read())),
    readIdle: async () => together(await ask((member) => member.readIdle())),
    set: async (order) => void (await ask((member) => member.set(order))),
    drain: async (feeds) => (await ask((member) => member.drain(feeds))).includes(true),
  };
}

function together(reports: readonly TimeReport[]): TimeReport {
  const dues = reports.flatMap(({ nextDueAt }) => (nextDueAt === null ? [] : [nextDueAt]));
  return {
    now: Math.max(0, ...reports.map(({ now }) => now)),
    running: reports.reduce((sum, { running }) => sum + running, 0),
    finished: reports.reduce((sum, { finished }) => sum + finished, 0),
    nextDueAt: dues.length === 0 ? null : Math.min(...dues),
    underWay: reports.flatMap(({ underWay }) => underWay),
    feeds: {},
  };
}
