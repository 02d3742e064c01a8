import { join } from 'node:path';
import { hold, type Found } from '../../demo/hold';
import { createWorld } from '../../demo/world';
import { launch, OPEN_AT, stepped, type Launched } from '../../local/launch';
import { roughOptions } from './support/rough';

// Fourteen stories and twelve broken promises; a machine that does much else takes many times as long.
jest.setTimeout(1_200_000);

describe('the demo', () => {
  let azure: Launched;
  let found: Found;
  const lines: string[] = [];

  beforeAll(async () => {
    const tlsFolder = process.env['SWITCHBOARD_TLS'] ?? null;
    const options = [...stepped(OPEN_AT), ...roughOptions()];
    azure = await launch({ root: join(__dirname, '../..'), folder: null, tlsFolder, options });
    const world = createWorld(azure.endpoints, ['cameron', 'diego'], (line) => lines.push(line));
    found = await hold(world, { kind: 'all' }, (line) => lines.push(line));
    world.close();
  });
  afterAll(() => azure.stop());

  test('finds every promise kept', () => {
    const why = lines.filter((line) => line.startsWith('BROKEN') || line.startsWith('          '));
    expect({ broken: found.broken, why }).toEqual({ broken: [], why: [] });
  });

  test('notices every promise that is broken on purpose', () => {
    expect(found.missed).toEqual([]);
    expect(lines.filter((line) => line.startsWith('caught'))).toHaveLength(12);
  });

  test('tells what happened, and what each interaction took', () => {
    expect(lines.join('\n')).toContain('offerEnded      cameron, declined');
    expect(lines.join('\n')).toMatch(/channel {2}.*storage transactions/);
  });
});
