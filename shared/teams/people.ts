import { z } from 'zod';
import type { Graph } from '../graph/client';
import type { People } from '../ports/people';

/** More nobody reads in a list; who is not among them writes more of the name. */
const MOST_PEOPLE = 12;
const MOST_WORDS = 5;
const ASKED_FOR = 'id,displayName,jobTitle';
/** Guests belong to another organisation, whose people are not ours to ring. */
const OWN_AND_IN_USE = "accountEnabled eq true and userType eq 'Member'";

const answerSchema = z.object({
  value: z.array(
    z.object({ id: z.string(), displayName: z.string().nullish(), jobTitle: z.string().nullish().default(null) }),
  ),
});

/**
 * People through Microsoft Graph, by the application permission `User.Read.All` (the basic one is accepted by no request for users:
 * https://learn.microsoft.com/graph/api/user-list). The app's identity sees the directory it is of, and no other.
 */
export function createGraphPeople(graph: Graph, homeDirectoryId: string): People {
  return {
    async search(entraTenantId, words) {
      if (entraTenantId !== homeDirectoryId) return { kind: 'elsewhere' };
      const search = searchOf(words);
      if (search === null) return { kind: 'found', people: [] };
      const query = new URLSearchParams({
        ...{ $search: search, $select: ASKED_FOR, $filter: OWN_AND_IN_USE },
        ...{ $count: 'true', $top: String(MOST_PEOPLE) },
      });
      const { status, text } = await graph.send({
        method: 'GET',
        path: `/users?${query.toString()}`,
        consistency: 'eventual',
      });
      if (status === 403) return { kind: 'notPermitted' };
      if (status !== 200) throw new Error(`Graph answered ${status} about people.`);
      const people = answerSchema.parse(JSON.parse(text)).value;
      return { kind: 'found', people: people.map(personOf) };
    },
  };
}

const personOf = ({ id, displayName, jobTitle }: z.infer<typeof answerSchema>['value'][number]) => ({
  ...{ userId: id, name: displayName ?? id, title: jobTitle },
});

/**
 * Names are found by how their words begin, addresses by how they do (https://learn.microsoft.com/graph/search-query-parameter). What
 * could end the quotation is no part of either. Null: nothing to look for.
 */
function searchOf(written: string): string | null {
  const words = written.split(/[^\p{L}\p{M}\p{N}@._'’-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const address = words.find((word) => word.includes('@'));
  if (address !== undefined) return `"mail:${address}"`;
  const clauses = words.slice(0, MOST_WORDS).map((word) => `"displayName:${word}"`);
  return clauses.length === 0 ? null : clauses.join(' AND ');
}
