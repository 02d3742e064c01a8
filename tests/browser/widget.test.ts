import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { launch, OPEN_AT, type Launched } from '../../local/launch';
import { createAgent, type AgentActor } from '../journeys/support/agent';
import { createSimulatorClient } from '../journeys/support/simulator-client';
import { launchChromium } from './chromium';
import { takePicture } from './pictures';

const ROOT = join(__dirname, '../..');
const PATIENCE_MS = 30_000;
jest.setTimeout(180_000);

let azure: Launched;
let browser: Browser;
let cameron: AgentActor;
const asked: string[] = [];
const refused: string[] = [];

beforeAll(async () => {
  azure = await launch({ root: ROOT, folder: null, tlsFolder: null, options: ['--quiet', '--at', OPEN_AT] });
  browser = await launchChromium();
  const simulator = createSimulatorClient(azure.endpoints.console.endpoint);
  cameron = createAgent(simulator, 'cameron', () => Promise.resolve());
  await cameron.ready();
});

afterAll(async () => {
  await browser?.close();
  await azure?.stop();
});

/** A page of somebody else's site, with the widget on it. */
async function openSite(provider = 'switchboard', size = { width: 1000, height: 760 }): Promise<Page> {
  // The local authority is nobody whom a browser knows.
  const page = await browser.newPage({ viewport: size, ignoreHTTPSErrors: true });
  page.setDefaultTimeout(PATIENCE_MS);
  await page.clock.setFixedTime(new Date(OPEN_AT));
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  page.on('pageerror', (error) => refused.push(error.message));
  await page.goto(`${azure.endpoints.console.endpoint}/foreign?provider=${provider}`);
  return page;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!(await isTrue())) patience.throwIfAborted();
}

const log = (page: Page) => page.getByRole('log');
const said = (page: Page, text: string) => log(page).locator('p', { hasText: text });

async function begin(page: Page, question: string): Promise<void> {
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('heading', { name: 'Chat with Contoso' }).waitFor();
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('How can we help?').fill(question);
  await page.getByRole('button', { name: 'Start chat' }).click();
  await said(page, question).waitFor();
}

/** Findings of axe that keep somebody out. */
async function findings(page: Page): Promise<readonly string[]> {
  // Not by a script tag: the page's policy would refuse it.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  const { violations } = await page.evaluate<{
    readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly object[] }[];
  }>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${JSON.stringify(nodes)}`);
}

test('what every page loads is under 60 kB', () => {
  const loaded = gzipSync(readFileSync(join(ROOT, 'dist/web/widget/widget.js')));
  expect(loaded.length).toBeLessThan(60_000);
});

test('a customer chats with an agent in Teams, goes to another page in between, and ends it', async () => {
  const page = await openSite();
  await begin(page, 'My printer is broken');
  expect(await findings(page)).toEqual([]);
  await until(() => cameron.sees('accept'));
  await page.getByText('You are number 1 in line.').waitFor();
  await cameron.press('accept');
  await cameron.write('Hello Grace, what does it do?');
  await said(page, 'Hello Grace, what does it do?').waitFor();
  await page.getByText('You are talking to Cameron').waitFor();
  await takePicture(page, 'widget');

  await page.getByRole('link', { name: 'Another page' }).click();
  await said(page, 'Hello Grace, what does it do?').waitFor();
  await page.getByLabel('Your message').fill('It <b>burns</b>');
  await page.getByLabel('Your message').press('Enter');
  await said(page, 'It <b>burns</b>').waitFor();
  await until(async () => (await cameron.heard()).some((text) => text.includes('burns')));

  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByText('The chat is over.').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.close();
});

test('a chat of Communication Services goes by the same widget, with a part that is loaded then', async () => {
  const page = await openSite('acs');
  expect(asked.some((url) => url.endsWith('/acs.js'))).toBe(false);
  await begin(page, 'My printer is broken');
  await said(page, 'A colleague will be with you').waitFor();
  expect(asked.some((url) => url.endsWith('/acs.js'))).toBe(true);
  await page.close();
});

test('it fits a telephone', async () => {
  const page = await openSite('switchboard', { width: 390, height: 700 });
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const box = await page.getByRole('dialog').boundingBox();
  expect(box).not.toBeNull();
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= 390).toBe(true);
  expect(await findings(page)).toEqual([]);
  await page.close();
});

test("nothing was asked of anybody but the site and its stamp, and nothing broke the site's policy", () => {
  const { functions, console: site, communication } = azure.endpoints;
  const known = [functions.endpoint, site.endpoint, communication.endpoint];
  expect(asked.filter((url) => !known.some((origin) => url.startsWith(origin)))).toEqual([]);
  expect(refused.filter((text) => !text.includes('favicon'))).toEqual([]);
});
