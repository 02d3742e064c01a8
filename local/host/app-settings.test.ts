import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHostFolder, startHostProcess } from './fixtures/start-host';

// Each start of a host takes its time on a busy machine.
jest.setTimeout(60_000);

const folder = createHostFolder();
afterAll(() => folder.remove());

describe('settings of an app', () => {
  const settings = (values: object, isEncrypted = false) => {
    const appFolder = mkdtempSync(join(folder.path, 'app-'));
    cpSync(join(__dirname, 'fixtures/app'), appFolder, { recursive: true });
    writeFileSync(join(appFolder, 'local.settings.json'), JSON.stringify({ IsEncrypted: isEncrypted, Values: values }));
    return appFolder;
  };

  test('come from local.settings.json; what the environment says stands before it', async () => {
    const appFolder = settings({ FIXTURE_BUS: '1' });
    await expect(startHostProcess(folder, { appFolder })).rejects.toThrow(
      "does not emulate the binding 'serviceBusTrigger'",
    );
    const encrypted = startHostProcess(folder, { appFolder: settings({}, true) });
    await expect(encrypted).rejects.toThrow('local.settings.json is encrypted');
  });

  test('come from the environment alone where whoever starts the host has them all', async () => {
    const appFolder = settings({ FIXTURE_BUS: '1' });
    const own = createHostFolder();
    const host = await startHostProcess(own, { appFolder, readsLocalSettings: false });
    expect(host.functions).not.toContain('queued');
    await host.stop();
    own.remove();
  });

  test('disable durable functions: what an orchestration asks of one fails, and says why', async () => {
    const own = createHostFolder();
    const environment = {
      'AzureWebJobs.add.Disabled': 'true',
      'AzureWebJobs.alwaysFail.Disabled': 'true',
      'AzureWebJobs.child.Disabled': 'true',
      'AzureWebJobs.counter.Disabled': 'true',
    };
    const disabled = await startHostProcess(own, { environment });
    const ended = async (name: string, input: unknown = {}) => {
      await disabled.client('start', name, { name, input });
      await disabled.coordinator.advance({ byMs: 60_000 });
      return disabled.client('status', name);
    };
    try {
      expect(await ended('sumThree')).toMatchObject({
        runtimeStatus: 'Failed',
        output: expect.stringContaining("Activity function 'add' failed: Activity function 'add' is disabled."),
      });
      // It is tried as often as one that fails by itself, and the orchestration may catch what comes of it.
      expect(await ended('givesUp')).toMatchObject({
        runtimeStatus: 'Completed',
        output: "Activity function 'alwaysFail' failed: Activity function 'alwaysFail' is disabled.",
      });
      expect(await ended('namesOther', 'one')).toMatchObject({
        runtimeStatus: 'Failed',
        output: expect.stringContaining("The function 'child' doesn't exist, is disabled, or is not an orchestrator"),
      });
      expect(await ended('counting')).toMatchObject({ runtimeStatus: 'Failed' });
    } finally {
      await disabled.stop();
      own.remove();
    }
  });

  test('disable orchestrators: they are not started, nor started again', async () => {
    const own = createHostFolder();
    const before = await startHostProcess(own);
    await before.client('start', 'sum', { name: 'sumThree' });
    await before.coordinator.settle();
    await before.stop();
    const disabled = await startHostProcess(own, { environment: { 'AzureWebJobs.sumThree.Disabled': 'true' } });
    try {
      const ask = async (path: string) => {
        const url = `/runtime/webhooks/durabletask/${path}?code=${disabled.keys.durable}`;
        const { status, body } = await disabled.request('POST', url, {});
        return [status, (JSON.parse(body) as { Message: string }).Message];
      };
      const expected = [400, expect.stringMatching(/^The function 'sumThree' doesn't exist, is disabled/i)];
      expect(await ask(`orchestrators/${'sumThree'.toLowerCase()}/other`)).toEqual(expected);
      expect(await ask('instances/sum/restart')).toEqual(expected);
    } finally {
      await disabled.stop();
      own.remove();
    }
  });

  test('disable functions: nothing triggers them but the master key', async () => {
    const names = ['guarded', 'silent', 'everyMinute'];
    const appFolder = settings({
      ...Object.fromEntries(names.map((name) => [`AzureWebJobs.${name}.Disabled`, 'true'])),
      WEBSITE_TIME_ZONE: 'Asia/Kolkata',
    });
    const own = createHostFolder();
    const environment = { 'AzureWebJobs.guarded.Disabled': 'false' };
    const disabled = await startHostProcess(own, { appFolder, environment });
    try {
      const { master, host: key } = disabled.keys;
      expect((await disabled.request('GET', `/api/guarded?code=${key}`)).status).toBe(200);
      expect((await disabled.request('GET', '/api/silent')).status).toBe(404);
      const headers = { 'x-functions-key': master };
      const { body } = await disabled.request('GET', '/admin/functions/everyMinute', undefined, headers);
      expect(JSON.parse(body)).toMatchObject({ isDisabled: true });
      await disabled.coordinator.advance({ byMs: 120_000 });
      const ran = () => own.notes().filter((line) => line.startsWith('minute '));
      expect(ran()).toEqual([]);
      expect((await disabled.request('POST', '/admin/functions/everyMinute', {}, headers)).status).toBe(202);
      await disabled.coordinator.settle();
      expect(ran()).toHaveLength(1);
      // The same start, and another setting: timers go by the clocks of the zone that it names.
      expect(own.notes().filter((line) => line.startsWith('tea '))).toEqual(['tea 2026-01-05T12:01:00.000Z']);
    } finally {
      await disabled.stop();
      own.remove();
    }
  });
});
