import type { TeamsPresence } from '../core/agent/teams-presence';

/** What people see of agents in Teams. Everything here is best effort: presence lags, and a failure is told by rejecting. */
export interface AgentPresence {
  /** By the user's id in Teams. Whom Teams knows nothing of is left out. */
  read(teamsUserIds: readonly string[]): Promise<ReadonlyMap<string, TeamsPresence>>;
  /** Shows the person as in a call, for as long at most. Again prolongs it. */
  showBusy(teamsUserId: string, forMs: number): Promise<void>;
  /** Takes back what `showBusy` showed, if it did. */
  clear(teamsUserId: string): Promise<void>;
}
