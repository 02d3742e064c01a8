import fc from 'fast-check';
import type { Json, JsonObject, Value } from '../json';
import type { Comparison, Expression, Query } from './ast';
import { compileQuery } from './execute';
import { parseQuery } from './parse';
import { needsPlan, planQuery } from './plan';
import { printQuery } from './print';

const member = (name: string): Expression => ({
  kind: 'member',
  of: { kind: 'name', name: 'c' },
  key: { kind: 'literal', value: name },
});
const scalar = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('', 'a', 'b', 'ab'),
  fc.boolean(),
  fc.constant(null),
);
const path = fc.constantFrom('x', 'y', 'z').map(member);
const literal = scalar.map((value): Expression => ({ kind: 'literal', value }));

/** Documents whose properties are of any type, or absent. */
const document = fc.record({ x: scalar, y: scalar, z: fc.array(scalar, { maxLength: 2 }) }, { requiredKeys: [] });

const condition: fc.Memo<Expression> = fc.memo((depth) => (depth <= 1 ? leaf : fc.oneof(leaf, branch(depth - 1))));
const operand = fc.oneof(path, literal);
const leaf: fc.Arbitrary<Expression> = fc.oneof(
  fc
    .tuple(fc.constantFrom<Comparison>('=', '!=', '<', '<=', '>', '>='), operand, operand)
    .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right })),
  fc
    .tuple(path, fc.array(literal, { minLength: 1, maxLength: 3 }))
    .map(([value, options]): Expression => ({ kind: 'in', value, options })),
  fc.tuple(path, literal, literal).map(([value, low, high]): Expression => ({ kind: 'between', value, low, high })),
  path.map((of): Expression => ({ kind: 'call', name: 'IS_DEFINED', args: [of] })),
);
const branch = (depth: number): fc.Arbitrary<Expression> =>
  fc.oneof(
    condition(depth).map((inner): Expression => ({ kind: 'unary', operator: 'NOT', operand: inner })),
    fc
      .tuple(fc.constantFrom('AND' as const, 'OR' as const), condition(depth), condition(depth))
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right })),
  );

const DOCUMENTS = [{ x: 1, y: 'a' }, { x: 'a', z: [] }, { x: null, y: -2 }, { y: true }, { x: 1, z: [1] }];
const numberOf = (value: number): Expression => ({ kind: 'literal', value });
const query: fc.Arbitrary<Query> = fc.record({
  distinct: fc.boolean(),
  top: fc.constant(null),
  select: fc.constantFrom<Query['select']>({ kind: 'star' }, { kind: 'value', expression: member('x') }),
  from: fc.constant<Query['from']>([
    { alias: 'c', each: false, from: { kind: 'path', path: { kind: 'name', name: 'c' } } },
  ]),
  where: fc.option(condition(3)),
  groupBy: fc.constant([]),
  orderBy: fc.array(fc.record({ expression: path, descending: fc.boolean() }), { maxLength: 2 }),
  window: fc.option(
    fc.tuple(fc.nat(3), fc.nat(4)).map(([offset, limit]) => ({ offset: numberOf(offset), limit: numberOf(limit) })),
  ),
});

/** The meaning of an expression, said as plainly as can be: every answer is true, false or nothing. */
function meaning(expression: Expression, document: JsonObject): Value {
  const of = (inner: Expression): Value => meaning(inner, document);
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'member':
      return document[of(expression.key) as string];
    case 'call':
      return of(expression.args[0]!) !== undefined;
    case 'unary': {
      const value = of(expression.operand);
      return typeof value === 'boolean' ? !value : undefined;
    }
    case 'in': {
      const answers = expression.options.map((option) => plainCompare('=', of(expression.value), of(option)));
      return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
    }
    case 'between': {
      const answers = [
        plainCompare('>=', of(expression.value), of(expression.low)),
        plainCompare('<=', of(expression.value), of(expression.high)),
      ];
      return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
    }
    case 'binary': {
      const [left, right] = [of(expression.left), of(expression.right)];
      if (expression.operator === 'AND')
        return left === false || right === false ? false : left === true && right === true ? true : undefined;
      if (expression.operator === 'OR')
        return left === true || right === true ? true : left === false && right === false ? false : undefined;
      return plainCompare(expression.operator as Comparison, left, right);
    }
    case 'parameter':
    case 'name':
    case 'like':
    case 'conditional':
    case 'array':
    case 'object':
    case 'subquery':
      throw new TypeError(`no meaning of ${expression.kind}`);
  }
}

const TYPES = ['undefined', 'null', 'boolean', 'number', 'string', 'array'] as const;
const typeOf = (value: Value): number =>
  TYPES.indexOf((value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value) as (typeof TYPES)[number]);
const same = (a: Value, b: Value): boolean => JSON.stringify(a) === JSON.stringify(b);

function plainCompare(operator: Comparison, a: Value, b: Value): boolean | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (operator === '=') return same(a, b);
  if (operator === '!=') return !same(a, b);
  if (typeOf(a) !== typeOf(b) || Array.isArray(a)) return undefined;
  const [left, right] = a === null || b === null ? [0, 0] : [a as number, b as number];
  return { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }[operator];
}

const run = (asked: Query, documents: readonly Json[]): Json[] => [
  ...compileQuery(asked, new Map(), { nowMs: 0, userFunctions: new Map() }).run(documents),
];

describe('the query language', () => {
  test('printed and read again, a query is the same', () => {
    fc.assert(
      fc.property(query, (asked) => {
        // Read once before: the text has no negative numbers, only the minus before one.
        const read = parseQuery(printQuery(asked));
        expect(parseQuery(printQuery(read))).toEqual(read);
        expect(run(read, DOCUMENTS)).toEqual(run(asked, DOCUMENTS));
      }),
    );
  });

  test('WHERE keeps the documents for which the condition is true, by a naive reading of it', () => {
    fc.assert(
      fc.property(condition(3), fc.array(document, { maxLength: 12 }), (where, documents) => {
        const asked = parseQuery(
          `SELECT * FROM c WHERE ${printQuery({ ...parseQuery('SELECT * FROM c'), where }).split(' WHERE ')[1]}`,
        );
        expect(run(asked, documents as Json[])).toEqual(
          documents.filter((one) => meaning(where, one as JsonObject) === true),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('ORDER BY is a stable sort over all types, and the window a part of it', () => {
    fc.assert(
      fc.property(
        fc.array(document, { maxLength: 12 }),
        fc.boolean(),
        fc.nat(5),
        fc.nat(5),
        (documents, descending, offset, limit) => {
          const numbered = documents.map((one, n) => ({ ...one, n }));
          const text = `SELECT VALUE c.n FROM c ORDER BY c.x ${descending ? 'DESC' : 'ASC'} OFFSET ${offset} LIMIT ${limit}`;
          const sign = descending ? -1 : 1;
          const rank = (a: JsonObject, b: JsonObject): number => {
            const [x, y] = [a['x'], b['x']];
            return (
              typeOf(x) - typeOf(y) ||
              Number(plainCompare('>', x, y) ?? false) - Number(plainCompare('<', x, y) ?? false)
            );
          };
          const sorted = [...(numbered as JsonObject[])].sort((a, b) => sign * rank(a, b)).map(({ n }) => n);
          expect(run(parseQuery(text), numbered as Json[])).toEqual(sorted.slice(offset, offset + limit));
        },
      ),
    );
  });

  test('what the plan asks of partitions, put together, is the whole answer', () => {
    fc.assert(
      fc.property(query, fc.array(document, { maxLength: 12 }), fc.nat(12), (asked, documents, cut) => {
        fc.pre(needsPlan(asked) && asked.orderBy.length > 0);
        const { rewrittenQuery } = planQuery(asked, new Map()).queryInfo;
        const rewritten = parseQuery(rewrittenQuery.replace('{documentdb-formattableorderbyquery-filter}', 'true'));
        const identified = documents.map((one, n) => ({ ...one, _rid: String(n) }));
        const parts = [identified.slice(0, cut), identified.slice(cut)].map(
          (part) => run(rewritten, part as Json[]) as JsonObject[],
        );
        const found = parts.flat().map(({ _rid }) => _rid);
        const whole = run(
          { ...asked, distinct: false, window: null, select: { kind: 'value', expression: member('_rid') } },
          identified,
        );
        if (asked.window === null) expect([...found].sort()).toEqual([...whole].sort());
        const first = asked.window === null || asked.distinct ? whole : whole.slice(0, boundOf(asked));
        for (const rid of first) expect(found).toContain(rid);
      }),
    );
  });
});

function boundOf({ window }: Query): number {
  const read = (expression: Expression | undefined): number =>
    expression?.kind === 'literal' ? Number(expression.value) : 0;
  return read(window?.offset) + read(window?.limit);
}
