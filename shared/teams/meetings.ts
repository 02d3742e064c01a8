import { z } from 'zod';
import type { Graph } from '../graph/client';
import type { Meetings } from '../ports/meetings';

const answerSchema = z.object({ joinWebUrl: z.url({ protocol: /^https$/ }) });

/**
 * Teams meetings through Microsoft Graph, by the application permission `OnlineMeetings.ReadWrite.All` and an application
 * access policy for the organiser. A repeat with the same external id gets the meeting that is there, and none stands in a
 * calendar (https://learn.microsoft.com/graph/api/onlinemeeting-createorget).
 */
export function createGraphMeetings(graph: Graph, homeDirectoryId: string): Meetings {
  return {
    async open({ entraTenantId, organiserId, key, subject, fromAt, untilAt }) {
      if (entraTenantId !== homeDirectoryId) return { kind: 'elsewhere' };
      const { status, text } = await graph.send({
        method: 'POST',
        path: `/users/${encodeURIComponent(organiserId)}/onlineMeetings/createOrGet`,
        body: { externalId: key, subject, startDateTime: instant(fromAt), endDateTime: instant(untilAt) },
      });
      if (status === 403) return { kind: 'notPermitted' };
      if (status !== 200 && status !== 201) throw new Error(`Graph answered ${status} about a meeting.`);
      return { kind: 'opened', joinUrl: answerSchema.parse(JSON.parse(text)).joinWebUrl };
    },
  };
}

const instant = (at: number): string => new Date(at).toISOString();
