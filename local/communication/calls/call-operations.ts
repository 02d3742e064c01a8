import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { LocalRequest, LocalResponse, Route } from '../../kit/http';
import type { Book } from './book';
import { callIdIn } from './call-token';
import { addressOfRawId, identifierOf, isPhone, rawIdOfAddress, type RawId } from './identifiers';
import { invite, settleUnattended } from './invitations';
import { connectionBy, idOf, isLive } from './connections';
import { disconnect, endCall, endIfEmpty, join, reportParticipants } from './legs';
import { noBody, type Operation } from './operation';
import { callNotFound, RESULTS, invalidArgument } from './results';
import { subscribeFromTheStart, wireSubscriptions } from './subscriptions';
import { checkConcurrency, checkPlaces, MOST_IN_CALL } from './limits';
import { untouched, type Call, type Connection, type MediaStreaming, type Transcription } from './state';
import { because, report, type Durations, type Turn } from './turn';
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
    route({
      method: 'POST',
      path: `${CONNECTIONS}:answer`,
      body: answerSchema,
      repeatable: true,
      perform: (_request, body) => {
        const call = offered(book, body.incomingCallContext);
        return book.change(call.id, (turn) => answer(turn, connectionOf(body, null)));
      },
    }),
    route({
      method: 'POST',
      path: `${CONNECTIONS}:redirect`,
      body: redirectSchema,
      repeatable: true,
      perform: (_request, { incomingCallContext, target }) =>
        book.change(offered(book, incomingCallContext).id, (turn) => redirect(turn, target, durations.ringMs)),
    }),
    route({
      method: 'POST',
      path: `${CONNECTIONS}:reject`,
      body: rejectSchema,
      repeatable: true,
      perform: (_request, { incomingCallContext, callRejectReason }) =>
        book.change(offered(book, incomingCallContext).id, (turn) => {
          endCall(turn, REJECTIONS[callRejectReason]);
          return { status: 204 };
        }),
    }),
    route({
      method: 'POST',
      path: CONNECTIONS,
      body: createSchema,
      repeatable: true,
      perform: (_request, body) => {
        const source = {
          number: body.sourceCallerIdNumber?.value ?? null,
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
  call.state = 'connected';
  for (const leg of call.legs) join(turn, leg);
  established(turn, connection);
  return response;
}

/** The app is in the call. */
export function established(turn: Turn, connection: Connection): void {
  connection.state = 'connected';
  const connectionId = idOf(turn.call, connection);
  const origin = { context: connection.context, callbackUri: null, connectionId };
  report(turn, 'CallConnected', origin, because(RESULTS.done));
  reportParticipants(turn, connectionId === turn.call.id ? undefined : [connection]);
  subscribeFromTheStart(turn, connection);
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
  readonly source: { readonly number: string | null; readonly account: string | null };
  readonly connection: Connection;
}

function outbound(targets: readonly RawId[], { source, connection }: Created, now: number): Call {
  const { number, account } = source;
  if (targets.some(isPhone) && number === null && account === null) {
    throw invalidArgument('sourceCallerIdNumber is required to call a phone number.');
  }
  return {
    id: randomUUID(),
    serverCallId: newServerCallId(),
    correlationId: randomUUID(),
    direction: 'outbound',
    from: account === null ? rawIdOfAddress(number ?? 'anonymous') : `28:orgid:${account}`,
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

/** The call as its operations show it. */
export function propertiesOf(call: Call, id = call.id) {
  const connection = connectionBy(call, id) ?? null;
  return {
    callConnectionId: id,
    serverCallId: call.serverCallId,
    correlationId: call.correlationId,
    callConnectionState: connection?.state ?? 'unknown',
    callbackUri: connection?.callbackUri,
    targets: call.to.map(identifierOf),
    source: call.direction === 'inbound' ? identifierOf(call.from) : undefined,
    sourceCallerIdNumber: connection?.sourceNumber ? { value: connection.sourceNumber } : undefined,
    sourceDisplayName: connection?.sourceDisplayName ?? call.callerDisplayName,
    ...wireSubscriptions(connection),
    answeredFor: call.direction === 'inbound' ? numberOf(call.to[0]) : undefined,
  };
}

const numberOf = (rawId: RawId | undefined) =>
  rawId !== undefined && isPhone(rawId) ? { value: addressOfRawId(rawId) } : undefined;
