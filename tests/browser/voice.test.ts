import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { everybodyLeaves } from '../journeys/support/phone-stories';
import { openStage, type Stage } from '../journeys/support/stage';
import { editConfig } from '../journeys/support/stories';
import { openDesks, seriousFindings, type Desks } from './desk-page';

/** An agent's calls at their desk, in a browser, against local Azure. */
jest.setTimeout(600_000);

/** Ten in the morning in Seattle; Contoso is open. */
const AT = '2026-10-05T17:00:00.000Z';
const RECEPTION = '+14255550102';
const ACCOUNT = '28:orgid:0c0a5050-0000-4000-8000-0000000000d1';
const ENTRY = `  - { id: teams-number, channel: voice, address: '${ACCOUNT}', flow: phone, queue: support }\n`;

let stage: Stage;
let desks: Desks;
let page: Page;

/** What the softphone's SDK did, as the page that stands for it wrote it down. */
interface Heard {
  readonly agent: boolean;
  readonly customer: boolean;
}

/** Stands for the Calling SDK, whose own services are Microsoft's: it rings when the test says so. */
const FAKE_SDK = `
  const heard = { agent: true, customer: true };
  export const SOFTPHONE_SCOPE = 'https://auth.msft.communication.azure.com/TeamsExtension.ManageCalls';
  export const createAzureSoftphone = (endpoint) => ({
    askForMicrophone: async () => 'granted',
    async signIn(getToken, onRinging) {
      const answer = await fetch(endpoint + '/access/teamsExtension/:exchangeAccessToken?api-version=2025-06-30', {
        method: 'POST', headers: { authorization: 'Bearer ' + (await getToken()) }, body: '{}' });
      if (!answer.ok) throw new Error('not assigned');
      globalThis.softphone = { heard, ring: (from) => onRinging({ from, onEnded() {}, accept: async () => ({
        mute: async () => { heard.agent = false; }, unmute: async () => { heard.agent = true; },
        muteIncomingAudio: async () => { heard.customer = false; },
        unmuteIncomingAudio: async () => { heard.customer = true; },
        onEnded(listener) { globalThis.softphone.end = listener; } }) }) };
      return { dispose: async () => {} };
    },
  });`;
const heard = () => page.evaluate<Heard>('globalThis.softphone.heard');

beforeAll(async () => {
  stage = await openStage(AT);
  await editConfig(stage, '  # One number with all', `${ENTRY}  # One number with all`);
  await editConfig(
    stage,
    '    name: Support\n',
    '    name: Support\n    recording: { when: announced, keepFor: 30 d }\n',
  );
  desks = await openDesks(stage);
  page = await desks.open('Cameron White', {
    prepare: (context) =>
      context.route(/azure-softphone-[\w-]+\.js$/, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: FAKE_SDK }),
      ),
  });
});
afterEach(() => everybodyLeaves(stage));
afterAll(async () => {
  await desks?.close();
  await stage?.stop();
});

const button = (name: string | RegExp) => page.getByRole('button', { name });
const telephone = () => page.getByRole('group', { name: 'Telephone' });

test('the SDK is a file of its own, which nobody loads who has no softphone', () => {
  const files = readdirSync(join(__dirname, '../../dist/desk'));
  expect(files.filter((name) => name.startsWith('azure-softphone-'))).toHaveLength(1);
});

test('a call rings in the desk, is heard after Connect and not before, paused, held and ended', async () => {
  await telephone().getByText('Calls ring here').waitFor();
  await stage.agent('cameron').ready();
  const caller = await stage.caller('+14255550131', ACCOUNT);
  await stage.pass(2_000);
  await caller.press('2');
  await button('Accept').click();
  await stage.settle();
  expect(await stage.teamsPhone('cameron').state()).toBe('ringing');
  await page.evaluate("globalThis.softphone.ring('Grace')");
  await telephone().getByText('The customer hears music, and not you').waitFor();
  expect(await heard()).toEqual({ agent: false, customer: false });
  await stage.teamsPhone('cameron').answer();
  await button('Connect').click();
  await telephone().getByText('You are in a call').waitFor();
  expect(await heard()).toEqual({ agent: true, customer: true });
  await stage.pass(5_000);
  expect(await caller.hears()).toBe('people');

  await page.getByText('Recorded', { exact: true }).waitFor();
  await button('Pause recording').click();
  await stage.settle();
  await page.getByText(/^Not recorded for .*: you may ask$/).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await button('Record again').click();
  await page.getByText('Recorded', { exact: true }).waitFor();

  await button('Hold').click();
  await telephone().getByText('The customer hears music, and not you').waitFor();
  expect(await heard()).toEqual({ agent: false, customer: false });
  expect(await caller.hears()).toBe('music');
  await button('Resume').click();
  await telephone().getByText('You are in a call').waitFor();
  expect(desks.errors).toEqual([]);
});

test('a message that a caller left is played in the desk: a real sound, of the length that it has', async () => {
  await stage.agent('cameron').ready();
  await stage.agent('cameron').notReady();
  const caller = await stage.caller('+14255550132', RECEPTION);
  await caller.press('1');
  await stage.pass(3_000);
  await caller.press('3');
  await stage.pass(6_000);
  await stage.pass(9_000);
  await caller.press('#');
  await stage.pass(60_000);
  await stage.agent('cameron').ready();
  await button('Accept').click();
  await button(/^Play the message/).click();
  const player = page.getByLabel('Message', { exact: true });
  await player.waitFor();
  const sound = () =>
    player.evaluate((element) => {
      const { duration, error } = element as unknown as { readonly duration: number; readonly error: unknown };
      return { duration, failed: error !== null };
    });
  await page.waitForFunction("document.querySelector('audio')?.readyState >= 1");
  const { duration, failed } = await sound();
  expect([failed, duration > 5, duration < 60]).toEqual([false, true, true]);
  expect(stage.running.output()).toContain('recording played');
  expect(desks.errors).toEqual([]);
});

test('whoever may hear recordings finds those of the day, hears them, and has no right to hold them', async () => {
  const listener = await desks.open('Sofia Supervisor');
  await listener.getByRole('tab', { name: 'Recordings' }).click();
  const call = listener.getByRole('article').filter({ hasText: 'Cameron White' }).filter({ hasText: 'paused once' });
  await call.getByText(/kept until/).waitFor();
  await listener.getByRole('article').filter({ hasText: 'Message' }).first().waitFor();
  expect(await listener.getByRole('button', { name: 'Put on legal hold' }).count()).toBe(0);
  await call.getByRole('button', { name: /^Play/ }).click();
  const { duration, failed } = await call.locator('audio').evaluate((element) => {
    const audio = element as unknown as {
      readonly readyState: number;
      readonly duration: number;
      readonly error: unknown;
      addEventListener(what: 'loadedmetadata' | 'error', listener: () => void): void;
    };
    const state = () => ({ duration: audio.duration, failed: audio.error !== null });
    if (audio.readyState >= 1) return state();
    return new Promise<ReturnType<typeof state>>((resolve) => {
      audio.addEventListener('loadedmetadata', () => resolve(state()));
      audio.addEventListener('error', () => resolve(state()));
    });
  });
  expect([failed, duration > 4, duration < 60]).toEqual([false, true, true]);
  await call.getByRole('button', { name: 'Read what was said' }).click();
  await call.getByText('Nothing was written down.').waitFor();
  expect(await seriousFindings(listener)).toEqual([]);
  expect(desks.errors).toEqual([]);
});
