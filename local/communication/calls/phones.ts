import { randomUUID } from 'node:crypto';
import type { Book } from './book';
import { newServerCallId } from './call-operations';
import { tokenOf } from './call-token';
import { hearing } from './hearing';
import { announce } from './announce';
import { addressOfRawId, isAgent, rawIdOfAddress, type RawId } from './identifiers';
import { answer, decline, hangUp, press, refused, say, type Deed, type Unable } from './deeds';
import type { Habits } from './habits';
import { endLeg, join, newLeg, reportParticipants } from './legs';
import { freePlaces } from './limits';
import type { Habit, Step } from './habit';
import { RESULTS } from './results';
import { accountIn } from './teams-phone-rules';
import { untouched, type Call, type CallEnd, type Heard, type HeardAt, type Leg, type Meeting } from './state';
import type { Turn } from './turn';

/** Customers' telephones: what a person at one can do, and what they hear. */
export interface Phones {
  /** Dials `to` (a number, or the raw id of a Teams resource account). A `from` of `anonymous` hides the number. */
  placeCall(call: PlacedCall): Promise<PhoneCall>;
  /** Somebody's client joins a group call or a room, which begins with the first. */
  join(joined: JoinedMeeting): Promise<PhoneCall>;
  /** Presses keys: `0`-`9`, `*`, `#`, `A`-`D`, one after another. */
  press(id: string, keys: string): Promise<PhoneAnswer>;
  say(id: string, words: string): Promise<PhoneAnswer>;
  /** Takes a call that rings here. */
  answer(id: string): Promise<PhoneAnswer>;
  decline(id: string, how: 'declined' | 'busy'): Promise<PhoneAnswer>;
  hangUp(id: string): Promise<PhoneAnswer>;
  /** What the phone of a number, or whoever has a raw id, does by itself from the next ringing on; null takes it back. */
  setHabit(address: string, habit: Habit | null): Promise<void>;
  /** By raw id. */
  habits(): Readonly<Record<RawId, Habit>>;
  /** Calls of all phones or of one, the newest last. */
  calls(number?: string): PhoneCall[];
  call(id: string): PhoneCall | undefined;
}

export interface PlacedCall {
  readonly from: string;
  readonly to: string;
  readonly displayName?: string;
  readonly sipHeaders?: Readonly<Record<string, string>>;
  /** What the caller does by themselves once they are in the call. */
  readonly inCall?: readonly Step[];
}

export interface JoinedMeeting {
  /** Raw id of a Communication Services user or a Teams user. */
  readonly from: RawId;
  readonly meeting: Meeting;
}

/** A phone's side of a call. Instants are milliseconds since the epoch. */
export interface PhoneCall {
  /** Names this side in every act. */
  readonly id: string;
  readonly callConnectionId: string;
  readonly correlationId: string;
  readonly number: string;
  readonly direction: 'placed' | 'received';
  /** Who was called, or who calls. */
  readonly peer: string;
  /** What the network told of the call beside that. */
  readonly sipHeaders: Readonly<Record<string, string>>;
  /** The session border controller by which a received call comes; null where it comes by Microsoft's lines. */
  readonly trunk: string | null;
  readonly state: Leg['state'];
  readonly onHold: boolean;
  readonly hearing: Heard;
  readonly heard: readonly HeardAt[];
  readonly startedAt: number;
  readonly joinedAt: number | null;
  readonly endedAt: number | null;
  readonly endedBecause: string | null;
  readonly end: CallEnd | null;
}

/** How an act at a phone went; `refused` has changed nothing. */
export type PhoneAnswer = { readonly kind: 'done'; readonly call: PhoneCall } | Unable;

export function createPhones(book: Book, habits: Habits): Phones {
  const look = (id: string) => {
    const call = book.ofLeg(id);
    const leg = call?.legs.find((one) => one.id === id);
    return call && leg ? view(call, leg) : undefined;
  };
  const act = async (id: string, by: Deed): Promise<PhoneAnswer> => {
    const refusal = actOn(book, id, by);
    await book.saved();
    const call = look(id);
    return refusal ?? (call ? { kind: 'done', call } : refused('noSuchCall'));
  };
  return {
    placeCall: async (placed) => {
      const call = incoming(placed, book.now());
      const leg = { ...newLeg(call.from, 'caller', null), ...planOfCaller(placed) };
      book.add(call, (turn) => offer(turn, leg));
      await book.saved();
      return view(call, leg);
    },
    join: async ({ from, meeting }) => {
      const leg = newLeg(from, 'caller', null);
      const known = book.find((call) => call.state === 'connected' && isSame(call.meeting, meeting));
      const joinIt = (turn: Turn) => joinMeeting(turn, leg);
      const call = known ?? { ...incoming({ from, to: meeting.id }, book.now()), meeting };
      if (known === undefined) book.add(call, joinIt);
      else book.change(call.id, joinIt);
      await book.saved();
      return view(book.get(call.id) ?? call, leg);
    },
    press: (id, keys) => act(id, press(keys)),
    say: (id, words) => act(id, say(words)),
    answer: (id) => act(id, answer),
    decline: (id, how) => act(id, decline(how)),
    hangUp: (id) => act(id, hangUp),
    setHabit: (address, habit) => habits.set(rawIdOfAddress(address), habit),
    habits: () => habits.all(),
    calls: (number) =>
      book
        .values()
        .flatMap((call) => call.legs.filter((leg) => !isAgent(leg.rawId)).map((leg) => view(call, leg)))
        .filter((call) => number === undefined || call.number === number),
    call: look,
  };
}

/** Does something as the owner of a leg; what it answers is why it was refused. */
export function actOn(book: Book, legId: string, act: Deed): Unable | undefined {
  const call = book.ofLeg(legId);
  if (call === undefined) return refused('noSuchCall');
  return book.change(call.id, (turn) => {
    const leg = turn.call.legs.find(({ id }) => id === legId);
    return leg === undefined ? refused('noSuchCall') : act(turn, leg);
  });
}

function incoming({ from, to, displayName = '', sipHeaders }: PlacedCall, now: number): Call {
  return {
    ...(sipHeaders === undefined ? {} : { sipHeaders }),
    id: randomUUID(),
    serverCallId: newServerCallId(),
    correlationId: randomUUID(),
    direction: 'inbound',
    from: rawIdOfAddress(from),
    to: [rawIdOfAddress(to)],
    ...accountIn(rawIdOfAddress(to)),
    callerDisplayName: displayName,
    startedAt: now,
    state: 'offered',
    offer: null,
    connection: null,
    legs: [],
    ...untouched(),
  };
}

const planOfCaller = ({ inCall }: PlacedCall): Pick<Leg, 'plan'> =>
  inCall === undefined ? {} : { plan: { onRing: null, steps: [...inCall], nextAt: null } };

const isSame = (meeting: Meeting | undefined, { kind, id }: Meeting) => meeting?.kind === kind && meeting.id === id;

function joinMeeting(turn: Turn, leg: Leg): void {
  turn.call.state = 'connected';
  const isFull = freePlaces(turn.call) === 0;
  turn.call.legs.push(leg);
  if (isFull) {
    endLeg(turn, leg, RESULTS.callFull);
    return;
  }
  join(turn, leg);
  reportParticipants(turn);
}

/** The call rings, and Event Grid says so. */
function offer(turn: Turn, leg: Leg): void {
  const { call, now, durations } = turn;
  const incomingCallContext = tokenOf(call.id);
  call.offer = { incomingCallContext, endsAt: now + durations.ringMs };
  call.legs.push(leg);
  // Without the account's consent its calls are not the resource's: the caller hears it ring, and nobody comes.
  if (call.account !== undefined && !turn.isAssigned(call.account)) return;
  const [to = ''] = call.to;
  announce(turn, to, incomingCallContext);
}

function view(call: Call, leg: Leg): PhoneCall {
  return {
    id: leg.id,
    callConnectionId: call.id,
    correlationId: call.correlationId,
    number: addressOfRawId(leg.rawId),
    direction: leg.role === 'caller' ? 'placed' : 'received',
    peer: leg.role === 'caller' ? addressOfRawId(call.to[0] ?? '') : (leg.invitation?.display.from ?? ''),
    sipHeaders: leg.invitation?.display.sipHeaders ?? {},
    trunk: leg.invitation?.display.trunk ?? null,
    state: leg.state,
    onHold: leg.hold !== null,
    hearing: hearing(call, leg),
    heard: leg.heard,
    startedAt: call.startedAt,
    joinedAt: leg.joinedAt,
    endedAt: leg.endedAt,
    endedBecause: leg.endedBecause,
    end: call.end,
  };
}
