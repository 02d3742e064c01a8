import type { AgentId, InteractionRef } from '../../core/lib/ids';
import type { Note } from '../../ports/note-store';
import type { Deps } from '../lib/deps';
import { agentOf } from '../lib/live-configs';
import { interactionOfAgent } from './handle-interaction';

/** What an agent writes down for colleagues. */
export interface NewNote {
  readonly ref: InteractionRef;
  readonly agentId: AgentId;
  readonly text: string;
  /** Chosen by the desk: a repeat of it writes nothing. */
  readonly key: string;
}

/** Keeps what an agent writes down about an interaction of theirs. */
export async function addNote(deps: Deps, { ref, agentId, text, key }: NewNote): Promise<Note> {
  await interactionOfAgent(deps, ref, agentId);
  const agent = await agentOf(deps, ref.tenantId, agentId);
  return deps.notes.add(ref, { key, agentId, author: agent?.name ?? agentId, text, writtenAt: deps.clock.now() });
}
