import type { Json } from '../json';
import { compileQuery } from './execute';
import { parseQuery } from './parse';

const NOW = Date.UTC(2020, 7, 13, 23, 19, 54, 300);
const RID = Buffer.concat([Buffer.alloc(8, 7), Buffer.from([13, 0, 0, 0, 0, 0, 0, 0])]).toString('base64');
const DOCUMENTS: readonly Json[] = [{ id: 'one', _rid: RID, sizes: { small: 15, large: 2 } }];

const answer = (expression: string): Json | undefined =>
  [
    ...compileQuery(parseQuery(`SELECT VALUE ${expression} FROM c`), new Map(), {
      nowMs: NOW,
      userFunctions: new Map(),
    }).run(DOCUMENTS),
  ][0];

/** As the service's documentation has them. */
describe.each<[string, Json | undefined]>([
  ['DateTimeAdd("yyyy", 1, "2020-02-29T00:00:00.0000000")', '2021-02-28T00:00:00.0000000Z'],
  ['DateTimeAdd("mm", -1, "2020-07-31T00:00:00.0000000Z")', '2020-06-30T00:00:00.0000000Z'],
  ['DateTimeAdd("hh", -1, "2020-07-03T00:00:00.0000000")', '2020-07-02T23:00:00.0000000Z'],
  ['DateTimeAdd("ns", 200, "2020-07-03T00:00:00.0000001Z")', '2020-07-03T00:00:00.0000003Z'],
  ['DateTimeAdd("ss", 1.5, "2020-07-03T00:00:00Z")', undefined],
  ['DateTimeAdd("decade", 1, "2020-07-03T00:00:00Z")', undefined],
  ['DateTimeBin("2021-01-08T18:35:00.0000000", "hh", 5)', '2021-01-08T15:00:00.0000000Z'],
  ['DateTimeBin("2021-01-08T18:35:00Z", "dd", 7)', '2021-01-07T00:00:00.0000000Z'],
  ['DateTimeBin("2021-01-08T18:35:00Z", "dd", 7, "1601-01-01T00:00:00Z")', '2021-01-04T00:00:00.0000000Z'],
  ['DateTimeBin("1969-12-31T18:35:00Z", "dd")', '1969-12-31T00:00:00.0000000Z'],
  ['DateTimeDiff("yyyy", "2019-02-04T16:00:00Z", "2018-03-05T05:00:00Z")', -1],
  ['DateTimeDiff("mm", "2018-03-05T05:00:00Z", "2019-02-04T16:00:00Z")', 11],
  ['DateTimeDiff("dd", "2018-03-05T05:00:00Z", "2019-02-04T16:00:00Z")', 336],
  ['DateTimeDiff("ss", "2019-02-04T16:00:00Z", "2018-03-05T05:00:00Z")', -29_070_000],
  ['DateTimeFromParts(2017, 4, 20)', '2017-04-20T00:00:00.0000000Z'],
  ['DateTimeFromParts(2017, 4, 20, 13, 15, 20, 3456789)', '2017-04-20T13:15:20.3456789Z'],
  ['DateTimeFromParts(2017, 2, 30)', undefined],
  ['DateTimeFromParts(-2000, -1, -1)', undefined],
  ['DateTimePart("mm", "2016-05-29T08:30:00.1301617")', 5],
  ['DateTimePart("mcs", "2016-05-29T08:30:00.1301617")', 130_161],
  ['DateTimePart("ns", "2016-05-29T08:30:00.1301617")', 130_161_700],
  ['DateTimeToTicks("2015-05-19T12:00:00.0000000")', 14_320_368_000_000_000],
  ['DateTimeToTimestamp("1969-12-31T23:59:59.5000000Z")', -500],
  ['TicksToDateTime(15973607943002652)', '2020-08-13T23:19:54.3002652Z'],
  ['TicksToDateTime(-116444736000000000)', '1601-01-01T00:00:00.0000000Z'],
  ['TicksToDateTime(1e300)', undefined],
  ['TicksToTimestamp(15973607943002652)', 1_597_360_794_300],
  ['TimestampToDateTime(1597360794300)', '2020-08-13T23:19:54.3000000Z'],
  ['GetCurrentTicksStatic()', 15_973_607_943_000_000],
  ['IntAdd(20, 10)', 30],
  ['IntAdd(20, 0.1)', undefined],
  ['IntSub(25, 50)', -25],
  ['IntMul(5, -2)', -10],
  ['IntDiv(-7, 2)', -3],
  ['IntDiv(10, 0)', undefined],
  ['IntMod(-12, -5)', -2],
  ['IntBitAnd(15, 25)', 9],
  ['IntBitOr(56, 100)', 124],
  ['IntBitXor(56, 100)', 92],
  ['IntBitNot(65)', -66],
  ['IntBitLeftShift(16, 4)', 256],
  ['IntBitLeftShift(1, 40)', 2 ** 40],
  ['IntBitRightShift(16, 4)', 1],
  ['IntBitRightShift(16, 0.4)', undefined],
  ['IS_INTEGER(9223372036854775807)', true],
  ['IS_INTEGER(18446744073709551615)', false],
  ['LOG(2, 10)', 0.301_029_995_663_981_2],
  ['RAND() >= 0 AND RAND() < 1', true],
  ['LTRIM("AdventureWorks", "Adventure")', 'Works'],
  ['LTRIM("AdventureWorks", "Works")', 'AdventureWorks'],
  ['RTRIM("AdventureWorks", "Works")', 'Adventure'],
  ['TRIM("-_-AdventureWorks-_-", "-_")', 'AdventureWorks'],
  ['TRIM("  AdventureWorks ", "")', '  AdventureWorks '],
  [
    'ObjectToArray(c.sizes, "size", "quantity")',
    [
      { size: 'small', quantity: 15 },
      { size: 'large', quantity: 2 },
    ],
  ],
  ['ObjectToArray({"a": 1}, "name")', [{ name: 'a', v: 1 }]],
  ['SetIntersect([1, 2, "A", "B"], ["A", 1])', ['A', 1]],
  ['ToString(NaN)', 'NaN'],
  ['ToString(Infinity)', 'Infinity'],
  ['StringToNumber(NaN)', undefined],
  ['DOCUMENTID(c)', 13],
  ['DOCUMENTID(c.id)', undefined],
])('%s', (expression, expected) => {
  test('is as documented', () => expect(answer(expression)).toEqual(expected));
});
