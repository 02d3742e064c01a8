import { z } from 'zod';
import { receivedHeaders, type SipHeader } from '../../core/lib/sip-headers';
import { agentOf, addressOf, type VoiceAddress } from './address';
import { identifierSchema, readCallback, type CallbackMeaning } from './callback-meaning';

/** An event as Event Grid brought it, its envelope taken off. */
export interface SourceEvent {
  readonly type: string;
  readonly data: unknown;
}

/** A call that rings at one of our numbers. */
export type IncomingCall =
  | {
      readonly kind: 'incomingCall';
      /** The same for every event about this call, and what its callbacks carry as `correlationId`. */
      readonly sourceId: string;
      readonly customerAddress: VoiceAddress;
      readonly customerName: string | null;
      /** A number, or the raw id of a Teams resource account. */
      readonly ourAddress: VoiceAddress;
      /** What the session border controller says of itself in the header X-MS-Custom-Trunk; null without one. */
      readonly trunk: string | null;
      /** What else came along, if it can be anything; how many were more or other than a call carries. */
      readonly headers: readonly SipHeader[];
      readonly headersRefused: number;
      readonly incomingCallContext: string;
      readonly serverCallId: string | null;
    }
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

/** One callback about a call of ours: which call and step, and what it means. */
export type CallEvent =
  | {
      readonly kind: 'callback';
      /** The same for every delivery of the callback. */
      readonly sourceId: string;
      readonly callRef: string;
      readonly correlationId: string | null;
      /** `CallStep.context` of the step it answers; null for what nobody asked for. */
      readonly context: string | null;
      readonly at: number | null;
      readonly meaning: CallbackMeaning;
    }
  | { readonly kind: 'unsupported'; readonly type: string }
  | { readonly kind: 'malformed'; readonly why: string };

const incomingSchema = z.object({
  to: identifierSchema,
  from: identifierSchema,
  callerDisplayName: z.string().nullish(),
  incomingCallContext: z.string().min(1),
  serverCallId: z.string().nullish(),
  correlationId: z.string().min(1),
  // Whoever calls may have put anything there: it must not keep the call from being taken.
  customContext: z.unknown().optional(),
});

/** Call Automation brings headers of calls by SIP trunk whose names begin with X-MS-Custom-, and no word of the trunk itself. */
const TRUNK_HEADER = 'x-ms-custom-trunk';

/** A host name: it becomes part of an address that is looked up. */
const TRUNK_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?$/u;

const headersSchema = z.object({ sipHeaders: z.record(z.string(), z.unknown()) });

const headersIn = (customContext: unknown): Readonly<Record<string, unknown>> =>
  headersSchema.safeParse(customContext).data?.sipHeaders ?? {};

/** Null where no header names a trunk, or two name different ones, or what is there cannot be a name. */
function trunkOf(headers: Readonly<Record<string, unknown>>): string | null {
  const named = Object.entries(headers).flatMap(([name, value]) =>
    name.toLowerCase() === TRUNK_HEADER ? [typeof value === 'string' ? value.trim().toLowerCase() : ''] : [],
  );
  const [first = ''] = named;
  return TRUNK_NAME.test(first) && named.every((one) => one === first) ? first : null;
}

const LONGEST_NAME = 100;

/** A caller's own words of who they are, as agents and Teams show them: in one line, and not for ever. */
const nameOf = (displayName: string | null | undefined): string | null =>
  Array.from((displayName ?? '').replace(/\p{C}+/gu, ' ').trim())
    .slice(0, LONGEST_NAME)
    .join('') || null;

/** Reads the Event Grid event of a ringing call. */
export function parseIncomingCall(event: SourceEvent): IncomingCall {
  if (event.type !== 'Microsoft.Communication.IncomingCall') return { kind: 'unsupported', type: event.type };
  const parsed = incomingSchema.safeParse(event.data);
  if (!parsed.success) return { kind: 'malformed', why: z.prettifyError(parsed.error) };
  const { data } = parsed;
  const headers = headersIn(data.customContext);
  const { taken, refused } = receivedHeaders(headers);
  return {
    kind: 'incomingCall',
    sourceId: data.correlationId,
    customerAddress: addressOf(data.from),
    customerName: nameOf(data.callerDisplayName),
    ourAddress: addressOf(data.to),
    trunk: trunkOf(headers),
    headers: taken,
    headersRefused: refused,
    incomingCallContext: data.incomingCallContext,
    serverCallId: data.serverCallId ?? null,
  };
}

const callbackSchema = z.object({
  id: z.string().min(1),
  type: z.string().min(1),
  time: z.string().nullish(),
  data: z.looseObject({
    callConnectionId: z.string().min(1),
    correlationId: z.string().nullish(),
    operationContext: z.string().nullish(),
  }),
});

/**
 * Reads the body of a callback: an array of CloudEvents, each on its own. The SDK's `parseCallAutomationEvent` reads
 * only the first of them and throws on what it does not know.
 */
export const parseCallbacks = (body: unknown): readonly CallEvent[] =>
  (Array.isArray(body) ? body : [body]).map(parseCallback);

function parseCallback(event: unknown): CallEvent {
  const parsed = callbackSchema.safeParse(event);
  if (!parsed.success) return { kind: 'malformed', why: z.prettifyError(parsed.error) };
  const { id, type, time, data } = parsed.data;
  const meaning = readCallback(type.replace(/^Microsoft\.Communication\./, ''), data);
  if (meaning.kind === 'unsupported' || meaning.kind === 'malformed') return meaning;
  const at = Date.parse(time ?? '');
  return {
    kind: 'callback',
    sourceId: id,
    callRef: data.callConnectionId,
    correlationId: data.correlationId ?? null,
    context: data.operationContext || null,
    at: Number.isNaN(at) ? null : at,
    meaning,
  };
}

/**
 * The agents of `expected` who are not among a call's participants any more. Ask it only of the newest
 * `participants` callback (by `sequence`): an older one does not know who came since.
 */
export const agentsGone = (
  expected: readonly string[],
  participants: readonly { readonly rawId: string }[],
): readonly string[] => {
  const present = new Set(participants.map(({ rawId }) => agentOf(rawId)));
  return expected.filter((teamsUserId) => !present.has(teamsUserId));
};

/** The Teams users among a call's participants. */
export const teamsUsersAmong = (participants: readonly { readonly rawId: string }[]): readonly string[] =>
  participants.flatMap(({ rawId }) => agentOf(rawId) ?? []);

/** The addresses of all others: the customer, and numbers that were brought in. */
export const othersAmong = (participants: readonly { readonly rawId: string }[]): readonly VoiceAddress[] =>
  participants.flatMap(({ rawId }) => (agentOf(rawId) === undefined ? [addressOf(rawId)] : []));
