import { followAgent } from '../../../live/agent-stream';
import { listenTo } from '../../../live/socket';
import type { Api } from './api';
import { noteTyping } from './typing';
import type { Source } from './source';

/**
 * Looks whenever the stream of changes says that something is different. What is shown stays what the API answers, so a
 * stream that is late, repeats itself or is not there at all (a stamp without Web PubSub) makes the desk slower, never wrong.
 */
export function followDesk<State>(api: Api, source: Source<State>): () => void {
  const listening = followAgent({
    negotiate: async () => (await api.call('listenAsAgent')).url,
    loadSnapshot: () => api.call('getAgentSnapshot'),
    onPicture: source.hint,
    onTyping: noteTyping,
    onState: source.setTold,
  });
  return () => listening.close();
}

/** The same for the figures of a tenant. */
export function followFloor<State>(api: Api, tenantId: string, source: Source<State>): () => void {
  const listening = listenTo({
    negotiate: async () => (await api.call('listenAsSupervisor', { query: { tenantId } })).url,
    onMessage: source.hint,
    onFresh: source.hint,
    onState: source.setTold,
  });
  return () => listening.close();
}
