import type { People, Person } from '../../../shared/ports/people';

/** A directory in memory: people are found by how the words of their names begin. */
export interface FakePeople extends People {
  add(person: Person): void;
  /** From now on: answers as if nothing was permitted, or not at all. */
  become(state: 'up' | 'notPermitted' | 'down'): void;
}

export function createFakePeople(homeDirectoryId: string): FakePeople {
  const all: Person[] = [];
  let is: 'up' | 'notPermitted' | 'down' = 'up';
  return {
    add: (person) => void all.push(person),
    become: (state) => {
      is = state;
    },
    async search(entraTenantId, words) {
      if (entraTenantId !== homeDirectoryId) return { kind: 'elsewhere' };
      if (is === 'down') throw new Error('Graph is down.');
      if (is === 'notPermitted') return { kind: 'notPermitted' };
      const wanted = words.toLowerCase().split(' ');
      const matches = ({ name }: Person) =>
        wanted.every((one) =>
          name
            .toLowerCase()
            .split(' ')
            .some((word) => word.startsWith(one)),
        );
      return { kind: 'found', people: all.filter(matches) };
    },
  };
}
