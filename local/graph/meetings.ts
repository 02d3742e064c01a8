import { createHash, randomUUID } from 'node:crypto';
import type { LocalRequest, Route } from '../kit/http';
import { badRequest, guardedRoute, objectIn, Refused } from './answers';
import type { GraphOptions } from './options';
import { personIn } from './presence';

interface Meeting {
  readonly id: string;
  readonly organiserId: string;
  readonly externalId: string;
  readonly subject: string | null;
  readonly createdAt: number;
  readonly startAt: number;
  readonly endAt: number;
}

const HOUR_MS = 3_600_000;

/** Online meetings as apps make them: https://learn.microsoft.com/graph/api/onlinemeeting-createorget. */
export function meetingRoutes(options: GraphOptions): readonly Route[] {
  const { store, clock } = options;
  const meetings = store.collection<Meeting>('graph_meetings');
  const route = guardedRoute(options);
  return [
    route('POST', '/users/{user}/onlineMeetings/createOrGet', async (request) => {
      const { teamsUserId } = personIn(options, request);
      const wanted = readMeeting(objectIn(request), clock.now());
      const key = `${teamsUserId}/${createHash('sha256').update(wanted.externalId).digest('hex')}`;
      const known = meetings.get(key);
      if (known !== undefined) return { status: 200, body: wire(known, options, request) };
      const made = { id: randomUUID(), organiserId: teamsUserId, createdAt: clock.now(), ...wanted };
      await meetings.put(key, made);
      return { status: 201, body: wire(made, options, request) };
    }),
  ];
}

type Wanted = Pick<Meeting, 'externalId' | 'subject' | 'startAt' | 'endAt'>;

/** Without instants it begins now and lasts an hour; an end alone, or one before its beginning, is refused. */
function readMeeting(body: Readonly<Record<string, unknown>>, now: number): Wanted {
  const { externalId, subject = null, startDateTime, endDateTime } = body;
  if (typeof externalId !== 'string' || externalId === '') throw refused('externalId is required.');
  if (subject !== null && typeof subject !== 'string') throw refused('subject must be a string.');
  const startAt = instantIn(startDateTime, 'startDateTime');
  const endAt = instantIn(endDateTime, 'endDateTime');
  if (endAt !== null && startAt === null) throw refused('endDateTime needs a startDateTime.');
  const from = startAt ?? now;
  if (endAt !== null && endAt < from) throw refused('endDateTime lies before startDateTime.');
  return { externalId, subject, startAt: from, endAt: endAt ?? from + HOUR_MS };
}

function instantIn(value: unknown, name: string): number | null {
  if (value === undefined || value === null) return null;
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw refused(`${name} is no instant.`);
  return at;
}

const refused = (message: string): Refused => new Refused(badRequest(message, 'BadRequest'));

/** Graph's links name the thread and the organiser; whoever has one may come. */
function wire(meeting: Meeting, options: GraphOptions, request: LocalRequest): object {
  const { name, userPrincipalName, entraTenantId } = personIn(options, request);
  const { id, organiserId, externalId, subject, createdAt, startAt, endAt } = meeting;
  const thread = `19:meeting_${id.replaceAll('-', '')}@thread.v2`;
  const context = JSON.stringify({ Tid: entraTenantId, Oid: organiserId });
  return {
    id,
    creationDateTime: new Date(createdAt).toISOString(),
    startDateTime: new Date(startAt).toISOString(),
    endDateTime: new Date(endAt).toISOString(),
    joinWebUrl: `https://teams.microsoft.com/l/meetup-join/${encodeURIComponent(thread)}/0?context=${encodeURIComponent(context)}`,
    subject,
    externalId,
    participants: {
      organizer: {
        upn: userPrincipalName,
        role: 'presenter',
        identity: { user: { id: organiserId, displayName: name, tenantId: entraTenantId } },
      },
      attendees: [],
    },
    chatInfo: { threadId: thread, messageId: '0', replyChainMessageId: null },
  };
}
