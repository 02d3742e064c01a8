import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { everybodyLeaves, toSupport } from '../journeys/support/phone-stories';
import { openStage, type Stage } from '../journeys/support/stage';
import { editConfig } from '../journeys/support/stories';
import { textCustomer } from '../journeys/support/text-customer';
import { openDesks, seriousFindings, type Desks } from './desk-page';
import { completeAsSolved, panelOf } from './desk-panel';
import { FAKE_SDK } from './fake-calling-sdk';
import { takePicture } from './pictures';

/** An agent's calls at their desk, and what stands beside the words of a contact, in a browser, against local Azure. */
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

const panel = (who: string) => panelOf(page, who);

const inPanel = (who: string, name: string) => panel(who).getByRole('button', { name, exact: true });
const dialog = () => page.getByRole('dialog');

/** A caller of Contoso's own number, with whom Cameron talks. */
async function talksWith(who: string): Promise<void> {
  await toSupport(stage, who);
  await button('Accept').click();
  await panel(who).getByText('Ringing you', { exact: true }).waitFor();
  await stage.settle();
  await stage.teamsPhone('cameron').answer();
  await inPanel(who, 'Connect').click();
  await panel(who).getByText('Talking', { exact: true }).waitFor();
}

test('what a caller texted before is read while they are held, parted from them, and joined again', async () => {
  const who = '+14255550137';
  const cameron = stage.agent('cameron');
  await cameron.ready();
  await textCustomer(stage, who).text('My printer is broken');
  await button('Accept').click();
  await completeAsSolved(page, who);
  await talksWith(who);
  await stage.pass(5_000);
  const [held] = await cameron.interactions();
  const history = async () => (await cameron.ask('GET', `agent/interactions/${held?.interactionId}/history`)).status;
  expect(await history()).toBe(200);

  await inPanel(who, 'Earlier contacts').click();
  await dialog().getByText(`Under exactly ${who}, on any channel.`).waitFor();
  await dialog().getByRole('button', { name: 'Read' }).click();
  await dialog().getByText('My printer is broken').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await takePicture(page, 'desk-history');
  await dialog().getByRole('button', { name: 'Not the same person' }).click();
  await dialog().getByRole('button', { name: 'The same person after all' }).waitFor();
  await dialog().getByRole('button', { name: 'Close' }).click();
  await inPanel(who, 'Earlier contacts').click();
  await dialog().getByText(`Nothing else came from ${who}.`).waitFor();
  await dialog().getByRole('button', { name: 'Close' }).click();

  await inPanel(who, 'Hang up').click();
  await completeAsSolved(page, who);
  expect(await history()).toBe(403);
  expect(desks.errors).toEqual([]);
});

test('a caller is transferred to an auto attendant of Teams, by name', async () => {
  const who = '+14255550139';
  await stage.agent('cameron').ready();
  await talksWith(who);
  await inPanel(who, 'Transfer').click();
  await dialog().getByRole('combobox').selectOption({ label: 'Head office (auto attendant)' });
  expect(await seriousFindings(page)).toEqual([]);
  await dialog().getByRole('button', { name: 'Transfer', exact: true }).click();
  await dialog().waitFor({ state: 'detached' });
  await stage.settle();
  await completeAsSolved(page, who);
  const attendant = await stage.callTo('28:orgid:0c0a5050-0000-4000-8000-0000000000e1');
  expect(await attendant?.hears()).toBe('people');
  await attendant?.hangUp();
  expect(desks.errors).toEqual([]);
});

test('an expert who is no agent is found by name, chosen by presence, and rung beside the caller', async () => {
  const who = '+14255550138';
  await stage.agent('cameron').ready();
  await stage.simulator.post('/_local/agents/admin/presence', { availability: 'DoNotDisturb' });
  await talksWith(who);
  await inPanel(who, 'Consult').click();
  await dialog().getByRole('combobox').selectOption('expert');
  const ring = dialog().getByRole('button', { name: 'Ring', exact: true });
  const search = dialog().getByRole('searchbox', { name: 'Name or mail address' });
  await search.fill('nobody of that name');
  await dialog().getByText('Nobody was found.').waitFor();
  await search.fill('ad');
  const found = dialog().getByRole('radio');
  await dialog()
    .getByRole('radio', { name: /Adrian Admin.*Administrator · Do not disturb/ })
    .waitFor();
  expect(await found.count()).toBeGreaterThan(1);
  expect(await ring.isDisabled()).toBe(true);
  expect(await seriousFindings(page)).toEqual([]);
  await takePicture(page, 'desk-expert');
  await search.fill('sofia');
  await dialog()
    .getByRole('radio', { name: /Sofia Supervisor.*Head of Customer Service · Available/ })
    .check();
  await ring.click();
  await panel(who).getByText('Ringing Sofia Supervisor.').waitFor();
  await stage.settle();
  expect(await stage.teamsPhone('supervisor').state()).toBe('ringing');
  await stage.teamsPhone('supervisor').answer();
  await panel(who).getByText('You are with Sofia Supervisor.').waitFor();
  expect(desks.errors).toEqual([]);
});

test('a file goes to the customer of a chat, one that is refused says why, and their typing is seen', async () => {
  const who = 'Hedy Lamarr';
  await stage.agent('cameron').ready();
  const hedy = await stage.ownChatCustomer(who);
  await hedy.say('My printer is broken');
  await button('Accept').click();
  await panel(who).waitFor();
  await stage.settle();
  const { functions } = stage.running.endpoints;
  await fetch(`${functions.endpoint}/api/chats/${encodeURIComponent(hedy.threadId)}/typing`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hedy.token}` },
  });
  await panel(who).getByText(`${who} is typing …`).waitFor();

  const choose = (name: string, buffer: Buffer) =>
    panel(who).locator('input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer });
  const pdf = Buffer.from('%PDF-1.7 the manual');
  await choose('invoice.exe.pdf', pdf);
  await panel(who).getByText('invoice.exe.pdf was not sent. Its name is not allowed: give it another.').waitFor();
  await choose('large.pdf', Buffer.alloc(5 * 1024 * 1024 + 1, pdf));
  await panel(who).getByText('large.pdf was not sent. It is larger than 5 MB.').waitFor();
  await choose('手順.pdf', pdf);
  await panel(who).getByRole('log').getByRole('button', { name: 'Keep 手順.pdf' }).waitFor();
  await stage.settle();
  expect((await hedy.heard()).slice(-1)).toEqual(['手順.pdf']);
  expect(await panel(who).getByText('was not sent').count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  expect(desks.errors).toEqual([]);
});
