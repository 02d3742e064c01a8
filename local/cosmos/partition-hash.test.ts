import { join, dirname } from 'node:path';
import fc from 'fast-check';
import { effectiveKey } from './partition-hash';
import { createRanges } from './partition-ranges';

interface ClientHash {
  hashPartitionKey(key: readonly unknown[], definition: object): string;
}

/** The vendor's own hash, which its package does not export. */
const client = jest.requireActual<ClientHash>(
  join(dirname(require.resolve('@azure/cosmos/package.json')), 'dist/commonjs/utils/hashing/hash.js'),
);

const component = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 130 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant({}),
);

describe('effective partition keys', () => {
  test('are the client’s, bit for bit', () => {
    fc.assert(
      fc.property(component, (value) => {
        for (const version of [1, 2] as const)
          expect(effectiveKey(`v${version}`, [value])).toBe(
            client.hashPartitionKey([value], { kind: 'Hash', version }),
          );
      }),
    );
    fc.assert(
      fc.property(fc.array(component, { minLength: 1, maxLength: 3 }), (key) => {
        expect(effectiveKey('multi', key)).toBe(client.hashPartitionKey(key, { kind: 'MultiHash', version: 2 }));
      }),
    );
  });

  test('fall into ranges whose bounds are the service’s', () => {
    const bounds = (count: number) => createRanges('v1', count).all.map(({ min }) => min);
    expect(bounds(4).slice(0, 3)).toEqual(['', '05C1CFFFFFFFF8', '05C1DFFFFFFFFC']);
    expect(bounds(5)).toEqual(['', '05C1C9CD673398', '05C1D9CD673398', '05C1E399CD6732', '05C1E9CD673398']);
    const { all } = createRanges('v2', 4);
    expect(all.map(({ min }) => min.slice(0, 2))).toEqual(['', '0F', '1F', '2F']);
    expect(all.map(({ max }) => max.slice(0, 2))).toEqual(['0F', '1F', '2F', 'FF']);
    // As containers of earlier versions were divided.
    const earlier = createRanges('v1', 3, 'halves').all;
    expect(earlier.map(({ min }) => min)).toEqual(['', '05C1CFFFFFFFF8', '05C1DFFFFFFFFC']);
  });
});
