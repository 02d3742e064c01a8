import { badRequest } from './failure';
import { isArray, isObject, type Json } from './json';
import { hasAggregate, isGrouped, partsOf, type Expression, type Query } from './sql/ast';
import { SPATIAL_FUNCTIONS } from './sql/functions-spatial';
import { parseQuery } from './sql/parse';

/** Properties of every document that queries see, by their names: `SELECT VALUE … FROM c`. */
export type ComputedProperties = ReadonlyMap<string, Query>;

const MOST = 20;
const SYSTEM = new Set(['id', '_rid', '_self', '_etag', '_ts', '_attachments']);
const NOT_TO_BE_RELIED_ON = /^(GetCurrent(DateTime|Timestamp|Ticks)(Static)?|RAND)$/i;

const invalid = (name: string, why: string) => badRequest(`The computed property '${name}' is invalid: ${why}.`);

/** Reads a container's `computedProperties`, by the rules of "Computed properties in Azure Cosmos DB for NoSQL". */
export function readComputedProperties(given: Json | undefined): ComputedProperties {
  if (given === undefined) return new Map();
  if (!isArray(given) || given.length > MOST)
    throw badRequest(`The input content is invalid: there are up to ${MOST} computedProperties.`);
  const read = new Map<string, Query>();
  for (const one of given) {
    const { name, query } = isObject(one) ? one : {};
    if (typeof name !== 'string' || name === '' || name.includes('/') || typeof query !== 'string')
      throw badRequest('The input content is invalid: a computed property has a name and a query.');
    if (SYSTEM.has(name)) throw invalid(name, 'the name is the service’s own');
    if (read.has(name)) throw invalid(name, 'the name is taken');
    read.set(name, readQuery(name, query));
  }
  return read;
}

function readQuery(name: string, text: string): Query {
  const query = parseQuery(text);
  const { select, from, where, orderBy, top, window, distinct } = query;
  const [source, ...joined] = from;
  if (select.kind !== 'value') throw invalid(name, 'its query needs SELECT VALUE');
  if (source === undefined || source.each || source.from.kind !== 'path' || source.from.path.kind !== 'name')
    throw invalid(name, 'its query needs a FROM that names the document');
  const hasMore = where !== null || orderBy.length > 0 || top !== null || window !== null || distinct;
  if (joined.length > 0 || hasMore || isGrouped(query) || hasAggregate(select.expression))
    throw invalid(name, 'its query has only SELECT VALUE and FROM');
  if (!isOfDocumentAlone(select.expression)) throw invalid(name, 'it follows not from the document alone');
  return query;
}

function isOfDocumentAlone(expression: Expression): boolean {
  if (expression.kind === 'subquery' || expression.kind === 'parameter') return false;
  if (expression.kind === 'call') {
    const { name } = expression;
    if (name.startsWith('udf.') || NOT_TO_BE_RELIED_ON.test(name) || Object.hasOwn(SPATIAL_FUNCTIONS, name))
      return false;
  }
  return partsOf(expression).every(isOfDocumentAlone);
}
