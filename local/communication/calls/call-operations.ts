import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { callIdIn } from './call-token';
import { addressOfRawId, isPhone, rawIdOfAddress, type RawId } from './identifiers';
import { invite, settleUnattended } from './invitations';
import { connectionBy, isLive } from './connections';
import { answerFor, declineFor, established, hangUpFor, passOn, ringingFor } from './entering';
import { propertiesOf } from './properties';
import { disconnect, endCall, endIfEmpty, join } from './legs';
import { noBody, type Operation } from './operation';
import { callNotFound, RESULTS, invalidArgument } from './results';
import { checkConcurrency, checkPlaces, MOST_IN_CALL } from './limits';
import { untouched, type Call, type Connection, type MediaStreaming, type Transcription } from './state';
import type { Durations, Turn } from './turn';
import { answerSchema, createSchema, displayOf, redirectSchema, rejectSchema } from './wire';

type ToRoute = <T>(operation: Operation<T>) => Route;
const CONNECTIONS = '/calling/callConnections';

export interface CallRules {
  readonly durations: Durations;
  /** Whether the published limits hold now. */
  readonly isLimited: () => boolean;
}

/** The operations on whole calls: answer, create, redirect, reject, look at, leave, end. */
export function callRoutes(route: ToRoute, book: Book, { durations, isLimited }: CallRules): Route[] {
  return [
    ...offerRoutes(route, book, durations),
    route({
      method: 'POST',
      path: CONNECTIONS,
      body: createSchema,
      repeatable: true,
      perform: (_request, body) => {
        const source = {
          number: body.sourceCallerIdNumber?.value ?? null,
          user: body.source?.id ?? null,
          account: body.teamsAppSource?.appId ?? null,
        };
        checkPlaces(body.targets.length, MOST_IN_CALL);
        if (isLimited()) checkConcurrency(book, body.targets, source.number);
        const call = outbound(body.targets, { source, connection: connectionOf(body, source.number) }, book.now());
        return book.add(call, (turn) => ring(turn, durations.inviteMs));
      },
    }),
    ...lifeRoutes(route, book),
  ];
}

function offerRoutes(route: ToRoute, book: Book, durations: Durations): Route[] {
  return [
    route({
      method: 'POST',
      path: `${CONNECTIONS}:answer`,
      body: answerSchema,
      repeatable: true,
      perform: (_request, body) => {
        const connection = connectionOf(body, null);
        const rung = ringingFor(book, body.incomingCallContext);
        if (rung !== undefined) return book.change(rung.call.id, (turn) => answerFor(turn, rung.legId, connection));
        return book.change(offered(book, body.incomingCallContext).id, (turn) => answer(turn, connection));
      },
    }),
    route({
      method: 'POST',
      path: `${CONNECTIONS}:redirect`,
      body: redirectSchema,
      repeatable: true,
      perform: (_request, { incomingCallContext, target }) => {
        const rung = ringingFor(book, incomingCallContext);
        if (rung !== undefined) return book.change(rung.call.id, (turn) => passOn(turn, rung.legId, target));
        return book.change(offered(book, incomingCallContext).id, (turn) => redirect(turn, target, durations.ringMs));
      },
    }),
    route({
      method: 'POST',
      path: `${CONNECTIONS}:reject`,
      body: rejectSchema,
      repeatable: true,
      perform: (_request, { incomingCallContext, callRejectReason }) => {
        const why = REJECTIONS[callRejectReason];
        const rung = ringingFor(book, incomingCallContext);
        if (rung !== undefined) return book.change(rung.call.id, (turn) => declineFor(turn, rung.legId, why));
        return book.change(offered(book, incomingCallContext).id, (turn) => {
          endCall(turn, why);
          return { status: 204 };
        });
      },
    }),
  ];
}

function lifeRoutes(route: ToRoute, book: Book): Route[] {
  return [
    route({
      method: 'POST',
      path: `${CONNECTIONS}/{id}:terminate`,
      body: noBody,
      repeatable: true,
      perform: (request) =>
        book.change(liveConnection(book, request), (turn) => {
          endCall(turn, RESULTS.endedByApp);
          return { status: 204 };
        }),
    }),
    route({
      method: 'DELETE',
      path: `${CONNECTIONS}/{id}`,
      body: noBody,
      perform: (request) =>
        book.change(liveConnection(book, request), (turn) => {
          const connection = connectionBy(turn.call, turn.via);
          if (connection !== undefined) disconnect(turn, connection, RESULTS.endedByApp);
          hangUpFor(turn, connection);
          endIfEmpty(turn, RESULTS.endedByApp);
          return { status: 204 };
        }),
    }),
    route({
      method: 'GET',
      path: `${CONNECTIONS}/{id}`,
      body: noBody,
      perform: (request) => ({
        status: 200,
        body: propertiesOf(liveCall(book, request), liveConnection(book, request)),
      }),
    }),
  ];
}

const REJECTIONS = {
  none: RESULTS.declined,
  busy: { code: 486, subCode: 0, message: 'The call was rejected: busy.' },
  forbidden: { code: 403, subCode: 0, message: 'The call was rejected: forbidden.' },
} as const;

/** The call of a request's path, as long as the app is in it by that connection. */
export function liveCall(book: Book, { params }: LocalRequest): Call {
  const id = params['id'] ?? '';
  const call = book.get(id);
  if (call === undefined || call.state === 'ended' || !isLive(connectionBy(call, id))) throw callNotFound();
  return call;
}

/** The connection of a request's path, as long as the app is in its call by it. */
export function liveConnection(book: Book, request: LocalRequest): string {
  liveCall(book, request);
  return request.params['id'] ?? '';
}

function offered(book: Book, incomingCallContext: string): Call {
  const call = book.get(callIdIn(incomingCallContext));
  if (call?.offer?.incomingCallContext !== incomingCallContext) throw callNotFound();
  return call;
}

interface ConnectionRequest {
  readonly callbackUri: string;
  readonly operationContext?: string | undefined;
  readonly sourceDisplayName?: string | undefined;
  readonly callIntelligenceOptions?: { readonly cognitiveServicesEndpoint?: string | undefined } | undefined;
  readonly mediaStreamingOptions?: z.infer<typeof answerSchema>['mediaStreamingOptions'];
  readonly transcriptionOptions?: z.infer<typeof answerSchema>['transcriptionOptions'];
}

export function connectionOf(body: ConnectionRequest, sourceNumber: string | null): Connection {
  const { transcriptionOptions: words, mediaStreamingOptions: audio } = body;
  return {
    state: 'connecting',
    callbackUri: body.callbackUri,
    context: body.operationContext ?? null,
    speaks: Boolean(body.callIntelligenceOptions?.cognitiveServicesEndpoint),
    sourceNumber,
    sourceDisplayName: body.sourceDisplayName ?? null,
    ...(words && { transcription: transcriptionOf(words) }),
    ...(audio && { streaming: streamingOf(audio) }),
  };
}

const transcriptionOf = (words: NonNullable<ConnectionRequest['transcriptionOptions']>): Transcription => ({
  url: words.transportUrl,
  locale: words.locale,
  startsWithCall: words.startTranscription ?? false,
  isEager: words.enableIntermediateResults ?? false,
  subscription: null,
});

const streamingOf = (audio: NonNullable<ConnectionRequest['mediaStreamingOptions']>): MediaStreaming => ({
  url: audio.transportUrl,
  startsWithCall: audio.startMediaStreaming,
  channels: audio.audioChannelType,
  sampleRate: audio.audioFormat === 'pcm24kmono' ? 24_000 : 16_000,
  isBidirectional: audio.enableBidirectional,
  hasTones: audio.enableDtmfTones,
  subscription: null,
  playsUntil: null,
});

function answer(turn: Turn, connection: Connection): LocalResponse {
  const { call } = turn;
  call.offer = null;
  call.connection = connection;
  const response = { status: 200, body: propertiesOf(call) };
  const setback = turn.setback('answer', false);
  if (setback !== undefined) {
    endCall(turn, setback);
    return response;
  }
  call.state = 'connected';
  for (const leg of call.legs) join(turn, leg);
  established(turn, connection);
  return response;
}

/** The call rings elsewhere, without us. */
function redirect(turn: Turn, target: RawId, lengthMs: number): LocalResponse {
  const { call } = turn;
  call.offer = null;
  call.state = 'connecting';
  const display = displayOf(addressOfRawId(call.from), undefined);
  invite(turn, { rawId: target, kind: 'redirect', lengthMs, display });
  settleUnattended(turn);
  return { status: 204 };
}

interface Created {
  readonly source: { readonly number: string | null; readonly user: RawId | null; readonly account: string | null };
  readonly connection: Connection;
}

function outbound(targets: readonly RawId[], { source, connection }: Created, now: number): Call {
  const { number, user, account } = source;
  if (targets.some(isPhone) && number === null && account === null) {
    throw invalidArgument('sourceCallerIdNumber is required to call a phone number.');
  }
  return {
    id: randomUUID(),
    serverCallId: newServerCallId(),
    correlationId: randomUUID(),
    direction: 'outbound',
    from: account === null ? rawIdOfAddress(number ?? user ?? 'anonymous') : `28:orgid:${account}`,
    ...(account === null ? {} : { account }),
    to: targets,
    callerDisplayName: connection.sourceDisplayName ?? '',
    startedAt: now,
    state: 'connecting',
    offer: null,
    connection,
    legs: [],
    ...untouched(),
  };
}

/** Opaque; Azure's is the base64 of a URL as well. */
export const newServerCallId = (): string =>
  Buffer.from(`https://conv.local.communication.azure.com/conv/${randomUUID()}`).toString('base64');

function ring(turn: Turn, lengthMs: number): LocalResponse {
  const { call } = turn;
  const display = displayOf(call.connection?.sourceNumber ?? null, undefined);
  const response = { status: 201, body: propertiesOf(call) };
  for (const rawId of call.to) invite(turn, { rawId, kind: 'create', lengthMs, display });
  settleUnattended(turn);
  return response;
}
