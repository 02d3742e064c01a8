import type { LocalRequest } from '../kit/http';
import { Failure } from './failure';
import type { Json } from './json';
import type { Account, DocumentRequest, MeteredReply } from './operation';
import { pageSizeOf } from './page-size';
import { queryDocuments, readAllQuery, readQueryBody, type QueryText } from './query-documents';
import type { Query } from './sql/ast';
import { withSimilarity } from './sql/similarity';
import { needsPlan, planQuery } from './sql/plan';
import { parseQuery } from './sql/parse';
import { keyIfAny } from './target';

const textOf = (request: LocalRequest): QueryText => readQueryBody(request.json() as Json | undefined);

/** What a client asks before it merges the answers of several partitions. */
export function answerPlan({ request, container }: DocumentRequest): MeteredReply {
  const { text, parameters } = textOf(request);
  const body = planQuery(withSimilarity(parseQuery(text), container.vectors), parameters);
  return { operation: 'queryPlan', pk: undefined, status: 200, charge: 0, body };
}

/**
 * Across partitions, the gateway serves only what needs no merging, and a client that does not ask for partitions at
 * once: for the rest the client gets the plan in a 400 and asks range by range, as it must with the service.
 */
export function answerQuery(account: Account, one: DocumentRequest): MeteredReply {
  const { text, parameters } = textOf(one.request);
  const query = withSimilarity(parseQuery(text), one.container.vectors);
  const asksPartitions = one.request.headers['x-ms-documentdb-query-parallelizecrosspartitionquery'] === 'true';
  if (one.target.ranges.length > 1 && (asksPartitions || needsPlan(query)))
    throw new Failure(
      400,
      'BadRequest',
      'The provided cross partition query can not be directly served by the gateway.',
      {
        substatus: 1004,
        additionalErrorInfo: JSON.stringify(planQuery(query, parameters)),
      },
    );
  return answer(account, one, { query, parameters });
}

export const answerReadAll = (account: Account, one: DocumentRequest): MeteredReply =>
  answer(account, one, { query: readAllQuery(), parameters: new Map() });

function answer(
  account: Account,
  { request, container, target }: DocumentRequest,
  asked: { query: Query } & Pick<QueryText, 'parameters'>,
): MeteredReply {
  const continuation = request.headers['x-ms-continuation'];
  const page = queryDocuments(container, {
    ...asked,
    target,
    pageSize: pageSizeOf(request),
    continuation,
    functions: {
      nowMs: account.clock.now(),
      userFunctions: account.scripts.userFunctions(container),
      computed: container.computed,
      isFlat: container.definition.geospatialConfig.type === 'Geometry',
    },
  });
  const { rows, charge, scanned } = page;
  return {
    operation: 'query',
    pk: keyIfAny(target),
    status: 200,
    charge,
    body: { _rid: container.rid, Documents: rows, _count: rows.length },
    headers: {
      'x-ms-item-count': String(rows.length),
      ...(page.continuation === undefined ? {} : { 'x-ms-continuation': page.continuation }),
      'x-ms-documentdb-query-metrics': `retrievedDocumentCount=${scanned};outputDocumentCount=${rows.length}`,
    },
  };
}
