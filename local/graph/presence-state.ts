/** What one application says of a person; null: until it is changed. */
export interface PresenceSession {
  readonly availability: string;
  readonly activity: string;
  readonly setAt: number;
  readonly expiresAt: number | null;
}

export interface PresenceState {
  readonly sessions: Readonly<Record<string, PresenceSession>>;
  readonly preferred: PresenceSession | null;
}

export interface ShownPresence {
  readonly availability: string;
  readonly activity: string;
}

/** The higher stands first, see https://learn.microsoft.com/graph/api/presence-setpresence. */
const PRECEDENCE = ['DoNotDisturb', 'Busy', 'BusyIdle', 'Available', 'AvailableIdle', 'BeRightBack', 'Away'];
const INACTIVE_AFTER_MS = 5 * 60_000;
const AWAY_AFTER_MS = 10 * 60_000;

/** What everybody sees: what the person prefers, else the most busy session; offline where no application is signed in. */
export function shownPresence({ sessions, preferred }: PresenceState, now: number): ShownPresence {
  const live = Object.values(sessions).filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const aged = live.map((session) => aging(session, now));
  if (aged.length === 0) return { availability: 'Offline', activity: 'Offline' };
  if (preferred !== null && (preferred.expiresAt ?? Number.POSITIVE_INFINITY) > now) return only(preferred);
  return aged.reduce((best, one) => (rank(one) < rank(best) ? one : best));
}

const rank = ({ availability }: ShownPresence): number => {
  const place = PRECEDENCE.indexOf(availability);
  return place === -1 ? PRECEDENCE.length : place;
};

const only = ({ availability, activity }: ShownPresence): ShownPresence => ({ availability, activity });

/** "Available" of an application that does not repeat it fades. */
function aging(session: PresenceSession, now: number): ShownPresence {
  if (session.availability !== 'Available' || session.expiresAt === null) return only(session);
  const ageMs = now - session.setAt;
  if (ageMs >= AWAY_AFTER_MS) return { availability: 'Away', activity: 'Away' };
  return ageMs >= INACTIVE_AFTER_MS ? { availability: 'AvailableIdle', activity: 'Inactive' } : only(session);
}

/** ISO 8601 of days, hours, minutes and seconds, within bounds; undefined for anything else. */
export function durationOf(value: unknown, leastMs: number, mostMs: number): number | undefined {
  const parts = typeof value === 'string' ? /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value) : null;
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  const lengthMs = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  return lengthMs >= leastMs && lengthMs <= mostMs ? lengthMs : undefined;
}
