import fc from 'fast-check';
import type { Json } from '../json';
import { compileQuery } from './execute';
import { parseQuery } from './parse';

const answer = (expression: string, parameters: Readonly<Record<string, Json>> = {}): Json | undefined =>
  [
    ...compileQuery(
      parseQuery(`SELECT VALUE ${expression} FROM c`),
      new Map(Object.entries(parameters).map(([name, value]) => [`@${name}`, value])),
      { nowMs: 0, userFunctions: new Map() },
    ).run([{}]),
  ][0];

const point = (longitude: number, latitude: number): Json => ({ type: 'Point', coordinates: [longitude, latitude] });
const line = (...coordinates: readonly (readonly number[])[]): Json => ({ type: 'LineString', coordinates });
const polygon = (...rings: readonly (readonly (readonly number[])[])[]): Json => ({
  type: 'Polygon',
  coordinates: rings,
});
/** Counter-clockwise, as GeoJSON wants it. */
const box = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const turned = (ring: readonly (readonly number[])[]) => [...ring].reverse();

const relation = (name: string) => (a: Json, b: Json) => answer(`${name}(@a, @b)`, { a, b });
const [distance, within, intersects] = ['ST_DISTANCE', 'ST_WITHIN', 'ST_INTERSECTS'].map(relation) as [
  ReturnType<typeof relation>,
  ReturnType<typeof relation>,
  ReturnType<typeof relation>,
];

const ONE = polygon(box(0, 0, 10, 10));
const WITH_HOLE = polygon(box(0, 0, 10, 10), turned(box(4, 4, 6, 6)));

/** As the service's documentation has them. */
describe('what the documentation says', () => {
  const CAMPUS = polygon([
    [-122.13236581015025, 47.64606476313813],
    [-122.13221982500913, 47.633757091363975],
    [-122.11840598103835, 47.641749416109235],
    [-122.12061400629656, 47.64589264786028],
    [-122.13236581015025, 47.64606476313813],
  ]);

  test.each([
    [point(-122.12826822304672, 47.63980239335718), 3_345.269817267368],
    [point(-96.84368664765994, 46.81297794314663), 1_907_438.421299902],
  ])('is the distance of offices', (office, metres) => {
    const found = distance(office, point(-122.11758113953535, 47.66901087006131)) as number;
    expect(Math.abs(found / metres - 1)).toBeLessThan(1e-7);
  });

  test('is within, is an area, is valid', () => {
    expect(within(point(-122.12824857332558, 47.6395516675712), CAMPUS)).toBe(true);
    const area = answer('ST_AREA(@a)', { a: polygon(box(31.8, -5, 32, -4.7)) }) as number;
    expect(Math.abs(area / 735_970_283.052_261_4 - 1)).toBeLessThan(1e-9);
    expect(answer('ST_ISVALIDDETAILED(@a)', { a: point(-84, 33) })).toEqual({ valid: true });
    expect(answer('ST_ISVALIDDETAILED(@a)', { a: point(133.7, -184.3) })).toEqual({
      valid: false,
      reason: 'Latitude values must be between -90 and 90 degrees.',
    });
  });
});

describe('ST_WITHIN and ST_INTERSECTS', () => {
  test.each<[string, Json, Json, boolean, boolean]>([
    ['a point inside', point(5, 5), ONE, true, true],
    ['a point outside', point(11, 5), ONE, false, false],
    ['a point at a corner', point(0, 0), ONE, false, true],
    ['a point in a hole', point(5, 5), WITH_HOLE, false, false],
    ['a point beside a hole', point(3, 5), WITH_HOLE, true, true],
    ['a point at the same place', point(5, 5), point(5, 5), true, true],
    ['a line inside', line([1, 1], [2, 3]), ONE, true, true],
    ['a line that leaves', line([1, 1], [20, 3]), ONE, false, true],
    ['a line through', line([-5, 5], [15, 5]), ONE, false, true],
    ['a line across a hole', line([3, 5], [7, 5]), WITH_HOLE, false, true],
    ['a smaller polygon', polygon(box(1, 1, 2, 2)), ONE, true, true],
    ['a larger polygon', polygon(box(-1, -1, 12, 12)), ONE, false, true],
    ['the same polygon', ONE, ONE, true, true],
    ['a polygon around the hole', polygon(box(3, 3, 7, 7)), WITH_HOLE, false, true],
    ['a polygon that overlaps', polygon(box(5, 5, 15, 15)), ONE, false, true],
    ['a polygon beside it', polygon(box(20, 0, 30, 10)), ONE, false, false],
    [
      'a point in one of several',
      point(25, 5),
      { type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(20, 0, 30, 10)]] },
      true,
      true,
    ],
    ['a point over the date line', point(-179, 0), polygon(box(170, -5, -170, 5)), true, true],
    [
      'a point at a pole',
      point(0, 90),
      polygon([
        [0, 80],
        [120, 80],
        [-120, 80],
        [0, 80],
      ]),
      true,
      true,
    ],
    ['a point inside what is turned round', point(5, 5), polygon(turned(box(0, 0, 10, 10))), false, false],
    ['a point far from what is turned round', point(100, 50), polygon(turned(box(0, 0, 10, 10))), true, true],
    ['a point opposite what is turned round', point(-175, -5), polygon(turned(box(0, 0, 10, 10))), true, true],
    ['a point opposite', point(-175, -5), ONE, false, false],
  ])('%s', (_, a, b, isWithin, doIntersect) => {
    expect([within(a, b), intersects(a, b), intersects(b, a)]).toEqual([isWithin, doIntersect, doIntersect]);
  });
});

describe('ST_DISTANCE', () => {
  const DEGREE_OF_EQUATOR = 111_319.49;

  test('is to the nearest place of a line or an edge', () => {
    expect(distance(point(0, 0), line([1, -1], [1, 1]))).toBeCloseTo(DEGREE_OF_EQUATOR, 1);
    expect(distance(ONE, point(11, 0))).toBeCloseTo(DEGREE_OF_EQUATOR, 1);
    expect(distance(point(0, 0), line([-1, 0], [1, 0]))).toBe(0);
    expect(distance(point(5, 5), WITH_HOLE) as number).toBeGreaterThan(100_000);
    expect(distance(point(5, 5), ONE)).toBe(0);
  });

  test('is the same both ways, none to itself, and never more than half round the earth', () => {
    const place = fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    );
    fc.assert(
      fc.property(place, place, (a, b) => {
        const [from, to] = [point(...a), point(...b)];
        const metres = distance(from, to) as number;
        expect(metres).toBeCloseTo(distance(to, from) as number, 3);
        expect(metres).toBeLessThanOrEqual(20_040_000);
        expect(distance(from, from)).toBe(0);
      }),
    );
  });
});

describe('what is no GeoJSON of the service', () => {
  test.each<[string, Json]>([
    ['a number', 5],
    ['no type', { coordinates: [1, 2] }],
    ['another type', { type: 'Circle', coordinates: [1, 2] }],
    ['one number', { type: 'Point', coordinates: [1] }],
    ['too far east', point(181, 0)],
    ['a line of one point', line([1, 1])],
    ['a ring that is open', polygon(box(0, 0, 1, 1).slice(0, -1))],
    [
      'a ring of three',
      polygon([
        [0, 0],
        [1, 1],
        [0, 0],
      ]),
    ],
    [
      'a ring that crosses itself',
      polygon([
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
        [0, 0],
      ]),
    ],
    ['nothing', { type: 'Polygon' }],
  ])('%s is not valid, and has no distance', (_, value) => {
    expect(answer('ST_ISVALID(@a)', { a: value })).toBe(false);
    expect(answer('ST_ISVALIDDETAILED(@a)', { a: value })).toMatchObject({
      valid: false,
      reason: expect.any(String) as string,
    });
    expect([distance(value, ONE), within(value, ONE), intersects(ONE, value)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
