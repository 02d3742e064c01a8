import type { ChatNews } from '../../contracts/chat';
import { messageOf } from '../../core/lib/message-of';
import type { Deps } from '../lib/deps';

/** Tells the pages of a chat's customer. One that hears nothing asks. */
export async function tellPage(deps: Pick<Deps, 'live' | 'log'>, threadId: string, news: ChatNews): Promise<void> {
  try {
    await deps.live.tellChat(threadId, news);
  } catch (error) {
    deps.log.warn('page of a chat not told', { why: messageOf(error) });
  }
}
