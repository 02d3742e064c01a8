import { withoutCardNumbers } from '../../core/lib/without-card-numbers';
import type { InteractionRef } from '../../core/lib/ids';
import { customerOnLine, type Interaction } from '../../core/interaction/state';
import type { StoredInteraction } from '../../ports/interaction-store';
import type { Recording } from '../../ports/recordings';
import type { Speaker } from '../../ports/transcripts';
import { currentCall } from '../acts/call-ref';
import type { Deps } from '../lib/deps';
import { loadWhere } from '../lib/load-where';

/** All that is needed to keep what is said: a process of its own has no more. */
export type TranscriptDeps = Pick<Deps, 'clock' | 'interactions' | 'configs' | 'recordings' | 'transcripts'>;

/** Words of a call, as whoever listens to it understood them. */
export interface Said {
  readonly callRef: string;
  /** The same for every repeat. */
  readonly key: string;
  readonly by: { readonly teamsUserId: string } | { readonly address: string };
  readonly text: string;
  readonly lengthMs: number;
  /** When they came: they may be kept some time later, and a pause is of the time in which they were said. */
  readonly heardAt: number;
}

/** `paused`: within a pause of the recording, or just beside it. `notTalking`: no agent has the customer. */
export type Kept = 'kept' | 'repeated' | 'empty' | 'unknownCall' | 'notTalking' | 'paused';

/**
 * Speech recognition answers a little later than the words were said: so much more is thrown away around a pause. It is a hundred times
 * what a read may be behind, too: what was said in a pause is understood long after everybody can read of the pause.
 */
const BESIDE_A_PAUSE_MS = 2_000;

/**
 * Keeps what was said, but for what nobody may keep. A pause is written down before the platform is asked to stop and ended when
 * it has gone on: so nothing is kept of it even where the platform does not stop.
 */
export async function keepUtterance(deps: TranscriptDeps, ref: InteractionRef, said: Said): Promise<Kept> {
  const text = withoutCardNumbers(said.text).trim();
  if (text === '') return 'empty';
  const isOfCall = (one: StoredInteraction) => currentCall(one) === said.callRef;
  const stored = await loadWhere(deps, ref, (one) => isOfCall(one) && isTalked(one.interaction));
  if (stored === undefined || !isOfCall(stored)) return 'unknownCall';
  const { interaction } = stored;
  if (!isTalked(interaction)) return 'notTalking';
  const saidAt = said.heardAt;
  const recordings = await deps.recordings.of(ref);
  if (isInPause(recordings, saidAt - said.lengthMs - BESIDE_A_PAUSE_MS, saidAt)) return 'paused';
  const speaker = await speakerOf(deps, interaction, said.by);
  return deps.transcripts.append(ref, { key: said.key, speaker, text, saidAt, lengthMs: said.lengthMs });
}

/** The last words are understood when the call is over already. */
function isTalked({ phase }: Interaction): boolean {
  switch (phase.name) {
    case 'active':
    case 'handedOn':
    case 'ended':
    case 'closed':
      return true;
    case 'arriving':
    case 'selfService':
    case 'queued':
    case 'alerting':
    case 'connecting':
    case 'parked':
      return false;
  }
}

const isInPause = (recordings: readonly Recording[], from: number, to: number): boolean =>
  recordings.some(({ gaps }) => gaps.some((gap) => gap.from <= to && (gap.to ?? Number.POSITIVE_INFINITY) >= from));

async function speakerOf(deps: TranscriptDeps, interaction: Interaction, by: Said['by']): Promise<Speaker> {
  if ('address' in by) return { kind: by.address === customerOnLine(interaction) ? 'customer' : 'other' };
  const { config } = await deps.configs.live(interaction.facts.tenantId);
  const agent = [...config.agents.values()].find(({ teamsUserId }) => teamsUserId === by.teamsUserId);
  return agent === undefined ? { kind: 'other' } : { kind: 'agent', agentId: agent.id };
}
