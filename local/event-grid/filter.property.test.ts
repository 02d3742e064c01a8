import fc from 'fast-check';
import { filterFault, matches } from './filter';
import type { AdvancedFilter, GridEvent, StringOperator } from './model';

const event: GridEvent = {
  id: 'e1',
  source: '/topics/acs',
  subject: '/caller/4:+4930123/recipient/4:+41800',
  type: 'Microsoft.Communication.IncomingCall',
  time: '2026-10-05T12:00:00Z',
  schema: 'EventGridSchema',
  dataVersion: '1.0',
  attributes: {},
  data: {
    to: { rawId: '4:+41800', phoneNumber: { value: '+41800' } },
    attempts: 3,
    urgent: true,
    tags: ['Gold', 'chat'],
    nothing: null,
  },
};
const passes = (...advancedFilters: AdvancedFilter[]) => matches({ advancedFilters }, event);

describe('types and subjects', () => {
  test.each([
    ['no types named', {}, true],
    ['an empty list of types', { includedEventTypes: [] }, true],
    ['its type', { includedEventTypes: ['Microsoft.Communication.IncomingCall'] }, true],
    ['another type', { includedEventTypes: ['Microsoft.Communication.CallEnded'] }, false],
    ['the beginning of the subject in another case', { subjectBeginsWith: '/CALLER/' }, true],
    ['the same where case counts', { subjectBeginsWith: '/CALLER/', isSubjectCaseSensitive: true }, false],
    ['the end of the subject', { subjectEndsWith: '+41800' }, true],
    ['another end', { subjectEndsWith: '+41801' }, false],
  ])('%s', (_what, filter, expected) => {
    expect(matches(filter, event)).toBe(expected);
  });
});

describe('advanced filters', () => {
  test.each<[string, AdvancedFilter, boolean]>([
    [
      'a nested value, its key in any case',
      { operatorType: 'StringIn', key: 'data.to.PhoneNumber.Value', values: ['+41800'] },
      true,
    ],
    ['a value in another case', { operatorType: 'StringContains', key: 'EventType', values: ['incomingCALL'] }, true],
    ['a beginning', { operatorType: 'StringBeginsWith', key: 'data.to.rawId', values: ['8:', '4:'] }, true],
    ['an end', { operatorType: 'StringEndsWith', key: 'subject', values: ['x'] }, false],
    ['a number in a list', { operatorType: 'NumberIn', key: 'data.attempts', values: [1, 3] }, true],
    [
      'a number in a range, bounds included',
      { operatorType: 'NumberInRange', key: 'data.attempts', values: [[3, 4]] },
      true,
    ],
    ['a number outside ranges', { operatorType: 'NumberNotInRange', key: 'data.attempts', values: [[3, 4]] }, false],
    ['greater', { operatorType: 'NumberGreaterThan', key: 'data.attempts', value: 3 }, false],
    ['greater or equal', { operatorType: 'NumberGreaterThanOrEquals', key: 'data.attempts', value: 3 }, true],
    ['less', { operatorType: 'NumberLessThan', key: 'data.attempts', value: 4 }, true],
    ['less or equal', { operatorType: 'NumberLessThanOrEquals', key: 'data.attempts', value: 2 }, false],
    ['a boolean', { operatorType: 'BoolEquals', key: 'data.urgent', value: true }, true],
    ['a boolean that is none', { operatorType: 'BoolEquals', key: 'data.attempts', value: true }, false],
    ['a number that is text', { operatorType: 'NumberIn', key: 'data.to.rawId', values: [4] }, false],
    ['null', { operatorType: 'IsNullOrUndefined', key: 'data.nothing' }, true],
    ['absent', { operatorType: 'IsNullOrUndefined', key: 'data.to.nothing.deeper' }, true],
    ['present', { operatorType: 'IsNotNull', key: 'data.to' }, true],
    ['an array without leave to look into it', { operatorType: 'StringIn', key: 'data.tags', values: ['gold'] }, false],
    ['a key that is not there is not in a list', { operatorType: 'StringIn', key: 'data.no', values: ['x'] }, false],
    ['a key that is not there passes a negation', { operatorType: 'NumberNotIn', key: 'data.no', values: [1] }, true],
  ])('%s', (_what, filter, expected) => {
    expect(passes(filter)).toBe(expected);
  });

  test('arrays are looked into where the subscription says so', () => {
    const tags = (operatorType: StringOperator, value: string) =>
      matches(
        {
          enableAdvancedFilteringOnArrays: true,
          advancedFilters: [{ operatorType, key: 'data.tags', values: [value] }],
        },
        event,
      );
    expect(tags('StringIn', 'gold')).toBe(true);
    expect(tags('StringNotIn', 'gold')).toBe(false);
    expect(tags('StringNotIn', 'silver')).toBe(true);
  });

  test('CloudEvents are filtered by their own names, extensions too', () => {
    const cloud: GridEvent = { ...event, schema: 'CloudEventSchemaV1_0', attributes: { tenant: 'contoso' } };
    const by = (key: string, value: string) =>
      matches({ advancedFilters: [{ operatorType: 'StringIn', key, values: [value] }] }, cloud);
    expect([by('source', '/topics/acs'), by('tenant', 'Contoso'), by('topic', '/topics/acs')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

const operators = ['In', 'Contains', 'BeginsWith', 'EndsWith'] as const;

test('a negated operator is the opposite, whatever the value', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined));
  const values = fc.array(fc.string({ maxLength: 5 }), { maxLength: 5 });
  fc.assert(
    fc.property(value, values, fc.constantFrom(...operators), fc.boolean(), (data, wanted, operator, onArrays) => {
      const by = (operatorType: StringOperator) =>
        matches(
          {
            enableAdvancedFilteringOnArrays: onArrays,
            advancedFilters: [{ operatorType, key: 'data', values: wanted }],
          },
          { ...event, data },
        );
      expect(by(`StringNot${operator}`)).toBe(!by(`String${operator}`));
    }),
  );
});

test('all filters must hold', () => {
  const holds: AdvancedFilter = { operatorType: 'BoolEquals', key: 'data.urgent', value: true };
  const fails: AdvancedFilter = { operatorType: 'BoolEquals', key: 'data.urgent', value: false };
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 10 }), (each) => {
      expect(passes(...each.map((one) => (one ? holds : fails)))).toBe(each.every(Boolean));
    }),
  );
});

test.each<[string, AdvancedFilter[]]>([
  ['26 filters', Array<AdvancedFilter>(26).fill({ operatorType: 'IsNotNull', key: 'data' })],
  ['26 values', [{ operatorType: 'NumberIn', key: 'data', values: Array<number>(26).fill(1) }]],
  [
    '25 values of one filter and one of another',
    [
      { operatorType: 'NumberLessThan', key: 'data', value: 1 },
      { operatorType: 'NumberIn', key: 'data', values: Array<number>(25).fill(1) },
    ],
  ],
  ['a long value', [{ operatorType: 'StringIn', key: 'data', values: ['x'.repeat(513)] }]],
])('%s are more than Event Grid takes', (_what, advancedFilters) => {
  expect(filterFault({ advancedFilters })).toBeDefined();
  expect(filterFault({ advancedFilters: advancedFilters.slice(1) })).toBeUndefined();
});
