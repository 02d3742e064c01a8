import { OPEN_AT } from '../../local/launch';
import { applyAcross, openConfigFolder, type ConfigFolder } from './support/config-folder';
import { openStage, type Stage } from './support/stage';

jest.setTimeout(240_000);

/** Between the writes of an apply, and beside them. */
const POWER_CUTS = ['configAddressClaimed', 'configStoring', 'configStored', 'configListed', 'configLive'] as const;

describe('a configuration on two hosts', () => {
  let stage: Stage;
  let config: ConfigFolder;
  beforeAll(async () => {
    stage = await openStage(OPEN_AT, ['--hosts', '2']);
    config = await openConfigFolder(stage);
  });
  afterAll(async () => {
    await stage.stop();
    config.remove();
  });

  test.each(POWER_CUTS)('whose apply meets a power cut (%s) is live whole or not at all', (point) =>
    applyAcross(stage, config, point),
  );
});
