import { mapParts, type Expression, type Query, type Selection, type SortKey } from './ast';
import { metricOf, type Metric } from './functions-vector';
import { pathOf } from './index-use';

/** What the vectors at a path are compared by, as paths are spelt in a container's policy: `/a/b`. */
export type VectorMetrics = ReadonlyMap<string, Metric>;

type Call = Extract<Expression, { kind: 'call' }>;

export const isSimilarity = (expression: Expression): expression is Call =>
  expression.kind === 'call' && expression.name === 'VECTORDISTANCE';

const literal = (value: boolean | string): Expression => ({ kind: 'literal', value });

function metricOfPath(args: readonly Expression[], metrics: VectorMetrics): Metric {
  const paths = args.slice(0, 2).map((arg) => `/${pathOf(arg)?.join('/') ?? ''}`);
  return paths.map((path) => metrics.get(path)).find((metric) => metric !== undefined) ?? 'cosine';
}

/** Each call says by what it compares: where the query does not, the container's policy does. */
function spellOut(expression: Expression, metrics: VectorMetrics): Expression {
  const mapped = mapParts(expression, (inner) => spellOut(inner, metrics));
  if (!isSimilarity(mapped) || mapped.args.length < 2 || askedMetric(mapped) !== undefined) return mapped;
  const [a, b, exact = literal(false), options] = mapped.args;
  if (a === undefined || b === undefined || (options !== undefined && options.kind !== 'object')) return mapped;
  const metric = ['distanceFunction', literal(metricOfPath(mapped.args, metrics))] as const;
  return { ...mapped, args: [a, b, exact, { kind: 'object', entries: [...(options?.entries ?? []), metric] }] };
}

function askedMetric({ args: [, , , options] }: Call): Metric | undefined {
  const [, asked] = (options?.kind === 'object' && options.entries.find(([name]) => name === 'distanceFunction')) || [];
  return asked?.kind === 'literal' ? metricOf(asked.value) : undefined;
}

/** From the most similar on, whatever the query says. */
const mostSimilarFirst = (key: SortKey): SortKey =>
  isSimilarity(key.expression) ? { ...key, descending: askedMetric(key.expression) !== 'euclidean' } : key;

export function withSimilarity(query: Query, metrics: VectorMetrics): Query {
  const spell = (expression: Expression): Expression => spellOut(expression, metrics);
  return {
    ...query,
    select: mapSelection(query.select, spell),
    where: query.where && spell(query.where),
    orderBy: query.orderBy.map((key) => mostSimilarFirst({ ...key, expression: spell(key.expression) })),
  };
}

function mapSelection(select: Selection, map: (expression: Expression) => Expression): Selection {
  switch (select.kind) {
    case 'star':
      return select;
    case 'value':
      return { ...select, expression: map(select.expression) };
    case 'list':
      return { ...select, items: select.items.map((item) => ({ ...item, expression: map(item.expression) })) };
  }
}
