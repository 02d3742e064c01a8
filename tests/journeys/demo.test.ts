import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hold, type Found } from '../../demo/hold';
import { OPEN_AT, startLocalAzure, type LocalAzure } from '../../demo/local-azure';
import { createWorld } from '../../demo/world';

jest.setTimeout(240_000);

describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  let azure: LocalAzure;
  let found: Found;
  const lines: string[] = [];

  beforeAll(async () => {
    const tlsFolder = process.env['SWITCHBOARD_TLS'] ?? join(folder, 'tls');
    azure = await startLocalAzure({ root: join(__dirname, '../..'), folder, tlsFolder, at: OPEN_AT, isStepped: true });
    const world = createWorld(azure.endpoints, ['cameron', 'diego'], (line) => lines.push(line));
    found = await hold(world, { kind: 'all' }, (line) => lines.push(line));
    world.close();
  });
  afterAll(async () => {
    await azure.stop();
    rmSync(folder, { recursive: true, force: true });
  });

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
