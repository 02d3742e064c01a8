import type { TeamsPresence } from '../../../shared/core/agent/teams-presence';
import type { AgentPresence } from '../../../shared/ports/agent-presence';

/** Presence in memory: whoever was never set is available. */
export interface FakePresence extends AgentPresence {
  /** The person's own Teams client. */
  set(teamsUserId: string, availability: string, activity?: string): void;
  /** Whom we show busy, and for how long. */
  readonly busy: ReadonlyMap<string, number>;
  /** From now on until `fail(false)`. */
  fail(isDown: boolean): void;
}

const AVAILABLE: TeamsPresence = { availability: 'Available', activity: 'Available' };
const BUSY: TeamsPresence = { availability: 'Busy', activity: 'InACall' };

export function createFakePresence(): FakePresence {
  const clients = new Map<string, TeamsPresence>();
  const busy = new Map<string, number>();
  let isDown = false;
  const up = () => {
    if (isDown) throw new Error('Graph is down.');
  };
  const shown = (id: string): TeamsPresence => {
    const own = clients.get(id) ?? AVAILABLE;
    return busy.has(id) && own.availability === 'Available' ? BUSY : own;
  };
  return {
    busy,
    set: (id, availability, activity = availability) => void clients.set(id, { availability, activity }),
    fail: (down) => {
      isDown = down;
    },
    read: async (ids) => (up(), new Map(ids.map((id) => [id, shown(id)]))),
    showBusy: async (id, forMs) => (up(), void busy.set(id, forMs)),
    clear: async (id) => (up(), void busy.delete(id)),
  };
}
