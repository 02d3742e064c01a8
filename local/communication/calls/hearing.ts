import { connectionsOf } from './connections';
import type { RawId } from './identifiers';
import { isUnderWay, reaches } from './media';
import type { MediaOperation, Source } from './media-state';
import type { Call, Heard, HeardAt, Leg } from './state';

/** More is forgotten, the oldest first. */
const MOST_HEARD = 200;

/** What a leg hears now. */
export function hearing(call: Call, leg: Leg): Heard {
  if (leg.state === 'ended' || call.state === 'ended') return { kind: 'nothing' };
  if (leg.state === 'ringing') return { kind: leg.role === 'caller' ? 'ringback' : 'ringing' };
  if (leg.hold !== null)
    return leg.hold.source === null ? { kind: 'silence' } : heardSource(leg.hold.source, null, true);
  return played(call, leg.rawId) ?? streamed(call) ?? people(call, leg) ?? idle(call);
}

const idle = (call: Call): Heard => ({ kind: call.state === 'connected' ? 'silence' : 'ringback' });

function played(call: Call, rawId: RawId): Heard | undefined {
  for (const operation of call.media) {
    const source = reaches(operation, rawId) && isUnderWay(operation) ? sourceOf(operation) : null;
    if (source !== null) return heardSource(source, operation.origin.context, false);
  }
  return undefined;
}

const streamed = (call: Call): Heard | undefined =>
  connectionsOf(call).some(({ streaming }) => typeof streaming?.playsUntil === 'number')
    ? { kind: 'stream' }
    : undefined;

function sourceOf(operation: MediaOperation): Source | null {
  if (operation.kind === 'play') return operation.source;
  return operation.phase === 'prompting' ? operation.prompt : null;
}

const heardSource = (source: Source, context: string | null, onHold: boolean): Heard =>
  source.kind === 'file'
    ? { kind: 'music', uri: source.uri, onHold }
    : { kind: 'text', text: source.text, language: source.language, context };

/** Who is on hold is not heard; a voicemail speaks for who is not there. */
function people(call: Call, leg: Leg): Heard | undefined {
  const others = call.legs.filter((other) => other !== leg && other.state === 'joined' && other.hold === null);
  if (others.length === 0) return undefined;
  if (others.every(({ voicemailEndsAt }) => voicemailEndsAt !== null)) return { kind: 'voicemail' };
  return { kind: 'people', rawIds: others.filter(({ muted }) => !muted).map(({ rawId }) => rawId) };
}

/** Notes for everybody in the call what they hear, where that has changed. */
export function noteHearing(call: Call, now: number): void {
  for (const leg of call.legs) note(leg, hearing(call, leg), now);
}

const isSame = (before: HeardAt, heard: Heard) =>
  JSON.stringify(before) === JSON.stringify({ ...heard, at: before.at });

export function note(leg: Leg, heard: Heard, now: number): void {
  const last = leg.heard.findLast(({ kind }) => kind !== 'tones');
  if (last !== undefined && isSame(last, heard)) return;
  leg.heard.push({ ...heard, at: now });
  if (leg.heard.length > MOST_HEARD) leg.heard.splice(0, leg.heard.length - MOST_HEARD);
}
