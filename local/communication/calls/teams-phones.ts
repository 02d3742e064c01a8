import type { Store } from '../../kit/store';
import type { Book } from './book';
import { hearing } from './hearing';
import { addressOfRawId, isAgent, rawIdOfTeamsUser, teamsUserIdOf, type RawId } from './identifiers';
import { answer, decline, hangUp, letVoicemailAnswer, say, type Deed, type Unable } from './deeds';
import { actOn } from './phones';
import type { Call, Heard, HeardAt, Leg } from './state';

/** The agents' Teams clients, as far as they are telephones. */
export interface TeamsPhones {
  answer(id: string): Promise<TeamsAnswer>;
  /** `busy`: the client is in another call and takes no second one. */
  decline(id: string, how?: 'declined' | 'busy'): Promise<TeamsAnswer>;
  /** Voicemail takes the call: Call Automation cannot tell it from the agent. It hangs up by itself after a while. */
  sendToVoicemail(id: string): Promise<TeamsAnswer>;
  say(id: string, words: string): Promise<TeamsAnswer>;
  hangUp(id: string): Promise<TeamsAnswer>;
  /** An agent without any client that runs cannot be rung: invitations fail at once. Everybody is reachable at first. */
  setReachable(teamsUserId: string, reachable: boolean): Promise<void>;
  /** Calls of all agents or of one, the newest last. */
  calls(teamsUserId?: string): TeamsCall[];
  call(id: string): TeamsCall | undefined;
}

/** An agent's side of a call. Instants are milliseconds since the epoch. */
export interface TeamsCall {
  /** Names this side in every act. */
  readonly id: string;
  readonly callConnectionId: string;
  readonly correlationId: string;
  readonly teamsUserId: string;
  readonly state: 'ringing' | 'inCall' | 'voicemail' | 'ended';
  /** Who calls, as the client shows it, with what the app told about the call. */
  readonly from: string;
  readonly topic: string | null;
  readonly details: string | null;
  readonly ringsUntil: number | null;
  /** Everybody else in the call. */
  readonly others: readonly string[];
  readonly onHold: boolean;
  readonly hearing: Heard;
  readonly heard: readonly HeardAt[];
  readonly joinedAt: number | null;
  readonly endedAt: number | null;
  readonly endedBecause: string | null;
}

export type TeamsAnswer = { readonly kind: 'done'; readonly call: TeamsCall } | Unable;

/** Who cannot be rung, kept over restarts. */
export interface Reach {
  readonly isReachable: (rawId: RawId) => boolean;
  set(rawId: RawId, reachable: boolean): Promise<void>;
}

export function openReach(store: Store): Reach {
  const unreachable = store.collection<true>('calls_unreachable');
  return {
    isReachable: (rawId) => !unreachable.has(rawId),
    set: (rawId, reachable) => (reachable ? unreachable.delete(rawId) : unreachable.put(rawId, true)),
  };
}

export function createTeamsPhones(book: Book, reach: Reach): TeamsPhones {
  const look = (id: string) => {
    const call = book.ofLeg(id);
    const leg = call?.legs.find((one) => one.id === id);
    return call && leg && isAgent(leg.rawId) ? view(call, leg) : undefined;
  };
  const act = async (id: string, by: Deed): Promise<TeamsAnswer> => {
    const refusal = actOn(book, id, by);
    await book.saved();
    const call = look(id);
    if (refusal !== undefined) return refusal;
    return call ? { kind: 'done', call } : { kind: 'refused', why: 'noSuchCall' };
  };
  return {
    answer: (id) => act(id, answer),
    decline: (id, how = 'declined') => act(id, decline(how)),
    sendToVoicemail: (id) => act(id, letVoicemailAnswer),
    say: (id, words) => act(id, say(words)),
    hangUp: (id) => act(id, hangUp),
    setReachable: (teamsUserId, reachable) => reach.set(rawIdOfTeamsUser(teamsUserId), reachable),
    calls: (teamsUserId) =>
      book
        .values()
        .flatMap((call) => call.legs.filter((leg) => isAgent(leg.rawId)).map((leg) => view(call, leg)))
        .filter((call) => teamsUserId === undefined || call.teamsUserId === teamsUserId),
    call: look,
  };
}

function stateOf(leg: Leg): TeamsCall['state'] {
  if (leg.state !== 'joined') return leg.state;
  return leg.voicemailEndsAt === null ? 'inCall' : 'voicemail';
}

function view(call: Call, leg: Leg): TeamsCall {
  const others = call.legs.filter((other) => other !== leg && other.state === 'joined');
  return {
    id: leg.id,
    callConnectionId: call.id,
    correlationId: call.correlationId,
    teamsUserId: teamsUserIdOf(leg.rawId),
    state: stateOf(leg),
    from: leg.invitation?.display.from ?? addressOfRawId(call.from),
    topic: leg.invitation?.display.topic ?? null,
    details: leg.invitation?.display.details ?? null,
    ringsUntil: leg.state === 'ringing' ? (leg.invitation?.endsAt ?? null) : null,
    others: others.map(({ rawId }) => addressOfRawId(rawId)),
    onHold: leg.hold !== null,
    hearing: hearing(call, leg),
    heard: leg.heard,
    joinedAt: leg.joinedAt,
    endedAt: leg.endedAt,
    endedBecause: leg.endedBecause,
  };
}
