import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAPABILITIES, VOICE_PROFILES, WRITTEN_CAPABILITIES } from '../../shared/core/config/capabilities';
import { integrationModelsPage } from '../../shared/core/config/integration-models-page';

const ROOT = join(__dirname, '../..');
const FILE = join(ROOT, 'docs/integration-models.md');

/** Formatting pads tables. */
const plain = (text: string): string => text.replace(/ +/gu, ' ').replace(/-{3,}/gu, '---').trim();

/** `UPDATE_MODELS=1` writes the file anew after a change that was meant. */
test('docs/integration-models.md is the table as it is', () => {
  const page = integrationModelsPage();
  if (process.env['UPDATE_MODELS'] === '1') writeFileSync(FILE, page);
  expect(plain(readFileSync(FILE, 'utf8'))).toBe(plain(page));
});

test('what some profile can do is shown by a test, and what none can names a reason for each', () => {
  for (const { what, shownBy, cannot } of CAPABILITIES) {
    const possible = VOICE_PROFILES.filter((profile) => cannot[profile] === undefined);
    expect([what, possible.length > 0]).toEqual([what, shownBy !== null]);
    if (shownBy !== null) expect([shownBy, existsSync(join(ROOT, shownBy))]).toEqual([shownBy, true]);
  }
  for (const { shownBy } of WRITTEN_CAPABILITIES)
    expect([shownBy, existsSync(join(ROOT, shownBy))]).toEqual([shownBy, true]);
});
