import { isOpen } from '../../core/hours/opening';
import type { TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { entryPointAt } from '../lib/entry-point';
import { FlowError } from '../lib/flow-error';
import { transcriptSender } from './mail-transcript';
import { localTimeAt } from '../lib/local-time';

/** What a page shows before anybody chats. */
export interface ChatEntry {
  readonly name: string;
  readonly isOpen: boolean;
  readonly languages: readonly string[];
  readonly mailsTranscripts: boolean;
}

/** Whose chat it is, and whether its queue has opening hours and they are over. */
export async function readChatEntry(deps: Deps, tenantId: TenantId, address: string): Promise<ChatEntry> {
  const { config } = await deps.configs.live(tenantId);
  const entryPoint = entryPointAt(config, { channel: 'chat', ourAddress: address });
  if (entryPoint === undefined) throw new FlowError('notFound', 'There is no such chat.');
  const hours = config.hours.get(config.queues.get(entryPoint.queueId)?.hoursId ?? '');
  return {
    name: config.tenant.name,
    isOpen: hours === undefined || isOpen(hours, localTimeAt(hours.timeZone, deps.clock.now())),
    languages: config.tenant.languages,
    mailsTranscripts: transcriptSender(config) !== undefined,
  };
}
