import type { TeamsPresence } from './teams-presence';

/** Whether somebody would answer if they were rung now, best first; `unknown`: Teams says nothing of them. */
export const REACHABILITIES = ['available', 'away', 'busy', 'inACall', 'doNotDisturb', 'offline', 'unknown'] as const;

/** See {@link REACHABILITIES}. */
export type Reachability = (typeof REACHABILITIES)[number];

const IN_A_CALL: ReadonlySet<string> = new Set(['InACall', 'InAConferenceCall', 'Presenting']);

/** What Teams shows of somebody (https://learn.microsoft.com/graph/api/resources/presence), as far as ringing them goes. */
export function reachabilityOf(presence: TeamsPresence | undefined): Reachability {
  if (presence === undefined) return 'unknown';
  switch (presence.availability) {
    case 'Available':
    case 'AvailableIdle':
      return 'available';
    case 'Away':
    case 'BeRightBack':
      return 'away';
    case 'Busy':
    case 'BusyIdle':
      return IN_A_CALL.has(presence.activity) ? 'inACall' : 'busy';
    case 'DoNotDisturb':
      return 'doNotDisturb';
    case 'Offline':
      return 'offline';
    default:
      return 'unknown';
  }
}

/** Who answers most likely stands first; of two alike, as found. */
export const byReachability = (
  one: { readonly reachability: Reachability },
  other: { readonly reachability: Reachability },
): number => REACHABILITIES.indexOf(one.reachability) - REACHABILITIES.indexOf(other.reachability);
