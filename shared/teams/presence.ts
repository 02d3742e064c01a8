import { z } from 'zod';
import type { TeamsPresence } from '../core/agent/teams-presence';
import type { Graph, GraphResponse } from '../graph/client';
import type { AgentPresence } from '../ports/agent-presence';

/** https://learn.microsoft.com/graph/api/cloudcommunications-getpresencesbyuserid */
const MOST_IDS = 650;
const UNKNOWN = 'PresenceUnknown';

const answerSchema = z.object({
  value: z.array(z.object({ id: z.string(), availability: z.string(), activity: z.string() })),
});

/**
 * Presence through Microsoft Graph, by application permission: `Presence.Read.All` and `Presence.ReadWrite.All`. `sessionId` is the
 * app's own client id: what we show is a session beside the person's Teams clients, and ends with it.
 */
export function createTeamsPresence(graph: Graph, sessionId: string): AgentPresence {
  const post = (path: string, body: object) => graph.send({ method: 'POST', path, body });
  const presenceOf = (teamsUserId: string) => `/users/${encodeURIComponent(teamsUserId)}/presence`;
  return {
    async read(teamsUserIds) {
      const found = new Map<string, TeamsPresence>();
      for (let from = 0; from < teamsUserIds.length; from += MOST_IDS) {
        const ids = teamsUserIds.slice(from, from + MOST_IDS);
        const answer = done(await post('/communications/getPresencesByUserId', { ids }), 200);
        for (const { id, availability, activity } of answerSchema.parse(JSON.parse(answer.text)).value)
          if (availability !== UNKNOWN) found.set(id, { availability, activity });
      }
      return found;
    },
    async showBusy(teamsUserId, forMs) {
      const expirationDuration = `PT${Math.round(forMs / 60_000)}M`;
      const body = { sessionId, availability: 'Busy', activity: 'InACall', expirationDuration };
      done(await post(`${presenceOf(teamsUserId)}/setPresence`, body), 200);
    },
    async clear(teamsUserId) {
      // 404: there is no such session any more.
      done(await post(`${presenceOf(teamsUserId)}/clearPresence`, { sessionId }), 200, 404);
    },
  };
}

function done(response: GraphResponse, ...expected: readonly number[]): GraphResponse {
  if (expected.includes(response.status)) return response;
  throw new Error(`Graph answered ${response.status} about presence.`);
}
