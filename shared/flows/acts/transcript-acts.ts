import type { InteractionRef } from '../../core/lib/ids';
import type { TranscriptTarget } from '../../ports/channels';
import type { Deps } from '../lib/deps';

/** Where the words of a call may go: it has to be said when the call begins, long before anybody knows the queue. */
export async function transcriptTarget(
  deps: Deps,
  facts: InteractionRef & { readonly configVersion: number },
): Promise<TranscriptTarget | null> {
  const url = deps.urls.transcript(facts);
  if (url === null) return null;
  const { config } = await deps.configs.at(facts.tenantId, facts.configVersion);
  const isWanted = [...config.queues.values()].some(({ recording }) => recording?.transcribe === true);
  const [language] = config.tenant.languages;
  return isWanted ? { url, language } : null;
}
