import type { LocalRequest, LocalResponse, Route } from '../kit/http';
import { failure, guardedRoute, notFound, objectIn, Refused } from './answers';
import type { GraphOptions, Person } from './options';
import {
  durationOf,
  shownPresence,
  type PresenceSession,
  type PresenceState,
  type ShownPresence,
} from './presence-state';

/** Presence as the agents' Teams clients set it, and as everybody sees it. */
export interface PresenceClients {
  /** Sets the person's Teams client, e.g. `Busy` with `InACall`; `Offline` signs it out. */
  set(teamsUserId: string, availability: string, activity?: string): Promise<void>;
  of(teamsUserId: string): ShownPresence;
}

const MOST_IDS = 650;
const TEAMS_CLIENT = 'teams';
/** Those that an app may set for a person (https://learn.microsoft.com/graph/api/presence-setpresence). */
const SETTABLE = [
  'Available/Available',
  'Busy/InACall',
  'Busy/InAConferenceCall',
  'Away/Away',
  'DoNotDisturb/Presenting',
];
/** Those that a person may prefer (https://learn.microsoft.com/graph/api/presence-setuserpreferredpresence). */
const PREFERABLE = [
  'Available/Available',
  'Busy/Busy',
  'DoNotDisturb/DoNotDisturb',
  'BeRightBack/BeRightBack',
  'Away/Away',
  'Offline/OffWork',
];
const DAY_MS = 86_400_000;

export function openPresence(options: GraphOptions): {
  readonly routes: readonly Route[];
  readonly clients: PresenceClients;
} {
  const { store, clock, people } = options;
  const states = store.collection<PresenceState>('graph_presence');
  // Whoever has never been changed sits before a Teams client that is running.
  const initial: PresenceState = {
    sessions: { [TEAMS_CLIENT]: session('Available', 'Available', null, 0) },
    preferred: null,
  };
  const stateOf = (id: string) => states.get(id) ?? initial;
  const shown = (id: string) => shownPresence(stateOf(id), clock.now());

  const setSession = (id: string, name: string, set: PresenceSession) => {
    const { sessions, ...rest } = stateOf(id);
    return states.put(id, { ...rest, sessions: { ...sessions, [name]: set } });
  };
  const clearSession = (id: string, name: string) => {
    const { sessions, ...rest } = stateOf(id);
    return states.put(id, {
      ...rest,
      sessions: Object.fromEntries(Object.entries(sessions).filter(([one]) => one !== name)),
    });
  };

  return {
    clients: {
      of: shown,
      set: (id, availability, activity = availability) =>
        availability === 'Offline'
          ? clearSession(id, TEAMS_CLIENT)
          : setSession(id, TEAMS_CLIENT, session(availability, activity, null, clock.now())),
    },
    routes: presenceRoutes(options, {
      shown: (id) => (people().some((person) => person.teamsUserId === id) ? shown(id) : undefined),
      setSession,
      clearSession,
      prefer: (id, preferred) => states.put(id, { ...stateOf(id), preferred }),
    }),
  };
}

const session = (availability: string, activity: string, expiresAt: number | null, setAt: number): PresenceSession => ({
  availability,
  activity,
  expiresAt,
  setAt,
});

interface Presences {
  shown(id: string): ShownPresence | undefined;
  setSession(id: string, name: string, set: PresenceSession): Promise<void>;
  clearSession(id: string, name: string): Promise<void>;
  prefer(id: string, preferred: PresenceSession | null): Promise<void>;
}

function presenceRoutes(options: GraphOptions, presences: Presences): readonly Route[] {
  const route = guardedRoute(options);
  const person = (request: LocalRequest) => personIn(options, request).teamsUserId;
  const done: LocalResponse = { status: 200 };
  const wire = (id: string) => ({
    id,
    ...(presences.shown(id) ?? { availability: 'PresenceUnknown', activity: 'PresenceUnknown' }),
    statusMessage: null,
  });
  const now = () => options.clock.now();

  return [
    route('GET', '/users/{user}/presence', (request) => ({ status: 200, body: wire(person(request)) })),
    route('POST', '/communications/getPresencesByUserId', (request) => {
      const { ids } = objectIn(request);
      if (!Array.isArray(ids) || ids.length === 0 || ids.length > MOST_IDS)
        throw new Refused(failure(400, 'BadRequest', `ids must name 1 to ${MOST_IDS} people.`));
      return { status: 200, body: { value: ids.map((id) => wire(String(id))) } };
    }),
    route('POST', '/users/{user}/presence/setPresence', async (request) => {
      const body = objectIn(request);
      const lengthMs = durationOf(body['expirationDuration'] ?? 'PT5M', 5 * 60_000, 4 * 3_600_000);
      const set = readSession(body, SETTABLE, lengthMs, now());
      await presences.setSession(person(request), sessionId(body), set);
      return done;
    }),
    route('POST', '/users/{user}/presence/clearPresence', async (request) => {
      await presences.clearSession(person(request), sessionId(objectIn(request)));
      return done;
    }),
    route('POST', '/users/{user}/presence/setUserPreferredPresence', async (request) => {
      const body = objectIn(request);
      const short = ['Busy', 'DoNotDisturb'].includes(String(body['availability']));
      const given = body['expirationDuration'];
      const lengthMs = given === undefined ? (short ? 1 : 7) * DAY_MS : durationOf(given, 1, 365 * DAY_MS);
      await presences.prefer(person(request), readSession(body, PREFERABLE, lengthMs, now()));
      return done;
    }),
    route('POST', '/users/{user}/presence/clearUserPreferredPresence', async (request) => {
      await presences.prefer(person(request), null);
      return done;
    }),
  ];
}

export function personIn({ people }: GraphOptions, { params }: LocalRequest): Person {
  const name = params['user'] ?? '';
  const found = people().find(
    ({ teamsUserId, userPrincipalName }) =>
      teamsUserId === name || userPrincipalName.toLowerCase() === name.toLowerCase(),
  );
  if (found === undefined) throw new Refused(notFound(`Resource '${name}' does not exist.`));
  return found;
}

function sessionId({ sessionId: id }: Readonly<Record<string, unknown>>): string {
  if (typeof id === 'string' && id !== '' && id !== TEAMS_CLIENT) return id;
  throw new Refused(failure(400, 'BadRequest', 'sessionId must be the id of the application.'));
}

function readSession(
  { availability, activity }: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  lengthMs: number | undefined,
  now: number,
): PresenceSession {
  if (
    typeof availability !== 'string' ||
    typeof activity !== 'string' ||
    !allowed.includes(`${availability}/${activity}`)
  )
    throw new Refused(failure(400, 'BadRequest', `availability and activity must be one of ${allowed.join(', ')}.`));
  if (lengthMs === undefined)
    throw new Refused(failure(400, 'BadRequest', 'expirationDuration is no length of time, or out of range.'));
  return session(availability, activity, now + lengthMs, now);
}
