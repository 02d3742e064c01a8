import type { FunctionKind } from '../../durable/replay/surroundings';
import type { Joined } from '../../host/backplane';

/** A host that takes part, as it introduced itself. */
export interface Member extends Joined {
  readonly name: string;
}

/** The hosts that can be given work now. */
export interface Roster {
  join(member: Member): void;
  /** False when it was not there. */
  leave(name: string): boolean;
  /** The next in turn; resolves when there is one. */
  next(): Promise<Member>;
  /** As the app spells it; known from the first host on, also while none is up. */
  spelled(kind: FunctionKind, name: string): string | undefined;
  names(kind: FunctionKind): readonly string[];
}

export function createRoster(): Roster {
  const members = new Map<string, Member>();
  let known: Member['functions'] = { orchestrator: [], activity: [], entity: [] };
  let turn = 0;
  let waiting: (() => void)[] = [];

  async function next(): Promise<Member> {
    for (;;) {
      const up = [...members.values()];
      turn += 1;
      const one = up[turn % Math.max(1, up.length)];
      if (one !== undefined) return one;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  return {
    join(member) {
      members.set(member.name, member);
      known = member.functions;
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    },
    leave: (name) => members.delete(name),
    next,
    spelled: (kind, name) => known[kind].find((one) => one.toLowerCase() === name.toLowerCase()),
    names: (kind) => known[kind],
  };
}
