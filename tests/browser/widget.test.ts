import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { launch, OPEN_AT, type Launched } from '../../local/launch';
import { createAgent, type AgentActor } from '../journeys/support/agent';
import { createSimulatorClient, type SimulatorClient } from '../journeys/support/simulator-client';
import { launchChromium } from './chromium';
import { FONTS, seriousFindings } from './desk-page';
import { foreignSite, type ForeignSite, type Site } from './foreign-site';
import { takePicture } from './pictures';

const ROOT = join(__dirname, '../..');
const PATIENCE_MS = 30_000;
jest.setTimeout(180_000);

let azure: Launched;
let browser: Browser;
let cameron: AgentActor;
let simulator: SimulatorClient;
let site: ForeignSite;

beforeAll(async () => {
  azure = await launch({
    root: ROOT,
    folder: null,
    tlsFolder: process.env['SWITCHBOARD_TLS'] ?? null,
    options: ['--quiet', '--at', OPEN_AT],
  });
  browser = await launchChromium(FONTS);
  site = foreignSite(browser, azure.endpoints.console.endpoint, PATIENCE_MS);
  simulator = createSimulatorClient(azure.endpoints.console.endpoint);
  cameron = createAgent(simulator, 'cameron', () => Promise.resolve());
  await cameron.ready();
});

afterAll(async () => {
  await browser?.close();
  await azure?.stop();
});

/** A page says in its console what was answered with such a status. */
const expectStatus = (status: number): void =>
  void site.refused.splice(0, Infinity, ...site.refused.filter((text) => !text.includes(`status of ${status}`)));

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  while (!(await isTrue())) patience.throwIfAborted();
}

const ENGLISH = {
  ...{ open: 'Chat with us', title: 'Chat with Contoso', name: 'Your name', question: 'How can we help?' },
  ...{ start: 'Start chat', end: 'End chat', over: 'The chat is over.', customer: 'Grace Hopper' },
  asked: 'My printer is broken',
};
const JAPANESE: typeof ENGLISH = {
  ...{ open: 'チャットで問い合わせる', title: 'Contosoとチャット', name: 'お名前', question: 'ご用件' },
  ...{ start: 'チャットを始める', end: 'チャットを終了', over: 'チャットは終了しました。', customer: '花子' },
  asked: 'プリンターの故障です',
};

/** The product's clock: it went on since the start. */
const now = async (): Promise<number> => (await simulator.get<{ now: number }>('/_local/clock')).now;

const log = (page: Page) => page.getByRole('log');
const said = (page: Page, text: string) => log(page).locator('p', { hasText: text });

async function begin(page: Page, question: string): Promise<void> {
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('heading', { name: 'Chat with Contoso' }).waitFor();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Grace Hopper');
  await page.getByLabel('How can we help?').fill(question);
  await page.getByRole('button', { name: 'Start chat' }).click();
  await said(page, question).waitFor();
}

test('what every page loads is under 60 kB', () => {
  const loaded = gzipSync(readFileSync(join(ROOT, 'dist/web/widget/widget.js')));
  expect(loaded.length).toBeLessThan(60_000);
});

const provided = ['switchboard', 'acs'] as const;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

/** The only interaction that the agent has in hand. */
async function inHand(): Promise<string> {
  const [one, ...others] = (await cameron.interactions()).filter(({ phase }) => phase === 'active');
  if (one === undefined || others.length > 0) throw new Error('Not one interaction is in hand.');
  return one.interactionId;
}

/** The product's API in the agent's name, where bodies are files. */
async function asAgent(method: 'GET' | 'POST', path: string, body?: Uint8Array<ArrayBuffer>): Promise<Response> {
  const { token } = await simulator.get<{ token: string }>('/_local/people/cameron/token');
  const init = { method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body }) };
  return fetch(`${azure.endpoints.functions.endpoint}/api/${path}`, init);
}

async function mailTo(address: string, subject: string): Promise<string> {
  let text: string | undefined;
  await until(async () => {
    const { mails } = await simulator.get<{ mails: { mail: { subject: string; text: string } }[] }>(
      `/_local/mailboxes/${encodeURIComponent(address)}/mails`,
    );
    text = mails.find(({ mail }) => mail.subject === subject)?.mail.text;
    return text !== undefined;
  });
  return text ?? '';
}

/** What the page does is the same whoever carries the words. */
describe.each(provided)('a chat of %s', (provider) => {
  let page: Page;
  let interactionId: string;
  beforeAll(async () => {
    await cameron.ready();
    page = await site.open({ provider });
  });
  afterAll(() => page.close());

  test('begins with a form, tells the place in the queue, and reaches an agent in Teams', async () => {
    expect(site.asked.some((url) => url.endsWith('/acs.js'))).toBe(false);
    await begin(page, 'My printer is broken');
    expect(site.asked.some((url) => url.endsWith('/acs.js'))).toBe(provider === 'acs');
    site.asked.splice(0, site.asked.length, ...site.asked.filter((url) => !url.endsWith('/acs.js')));
    expect(await seriousFindings(page)).toEqual([]);
    await until(() => cameron.sees('accept'));
    await page.getByText('You are number 1 in line.').waitFor();
    await cameron.press('accept');
    await page.getByText('You are talking to Cameron').waitFor();
    interactionId = await inHand();
  });

  test('shows that the agent types until the words are there', async () => {
    const typed = await cameron.ask('POST', `agent/interactions/${interactionId}/typing`);
    expect(typed.status).toBe(204);
    await page.getByText('Cameron White is typing …').waitFor();
    await cameron.write('Hello Grace, what does it do?');
    await said(page, 'Hello Grace, what does it do?').waitFor();
    await page.getByText('Cameron White is typing …').waitFor({ state: 'hidden' });
  });

  test('says that the customer types, and nothing of it is kept', async () => {
    const told = page.waitForResponse((response) => response.url().endsWith('/typing'));
    await page.getByLabel('Your message').pressSequentially('It');
    expect((await told).status()).toBe(204);
    await page.getByLabel('Your message').fill('');
  });

  test('carries files both ways', async () => {
    await page.locator('input[type=file]').setInputFiles({ name: 'Küche.png', mimeType: 'text/html', buffer: PNG });
    await said(page, 'Küche.png').getByRole('button').waitFor();
    await until(async () => (await cameron.heard()).some((text) => text.includes('Küche.png')));
    const view = await cameron.ask('GET', `agent/interactions/${interactionId}`);
    const { messages } = view.body as {
      messages: { key: string; attachments: { name: string; contentType: string; sizeBytes: number }[] }[];
    };
    const { key = '', attachments = [] } = messages.find((one) => one.attachments.length > 0) ?? {};
    expect(attachments).toEqual([
      expect.objectContaining({ name: 'Küche.png', contentType: 'image/png', sizeBytes: 11 }),
    ]);
    const read = await asAgent(
      'GET',
      `agent/interactions/${interactionId}/attachments/0?message=${encodeURIComponent(key)}`,
    );
    expect(Buffer.from(await read.arrayBuffer())).toEqual(PNG);
    expect(read.headers.get('content-disposition')).toContain('attachment');

    const query = new URLSearchParams({
      name: 'Manual.pdf',
      key: `file-of-${provider}`,
      writtenAt: String(await now()),
    });
    const sent = await asAgent(
      'POST',
      `agent/interactions/${interactionId}/files?${query.toString()}`,
      Buffer.from('%PDF-1.7 x'),
    );
    expect([sent.status, await sent.json()]).toMatchObject([200, { delivery: { status: 'sent' } }]);
    const downloading = page.waitForEvent('download');
    await said(page, 'Manual.pdf').getByRole('button').click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('Manual.pdf');
    expect(readFileSync(await download.path(), 'utf8')).toBe('%PDF-1.7 x');
    if (provider === 'switchboard') await takePicture(page, 'widget');
  });

  test('says so when a file cannot be fetched', async () => {
    const files = '**/api/chats/*/files/*';
    await page.route(files, (route) => route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' } }));
    await said(page, 'Manual.pdf').getByRole('button').click();
    await page.getByText('This did not work. Please try again.').waitFor();
    await page.unroute(files);
    expectStatus(503);
  });

  test.each([
    ['page.html', 'The name of this file is not allowed.'],
    ['<img src=x onerror=alert(1)>.png', 'The name of this file is not allowed.'],
    ['archive.zip', 'Only pictures, PDF'],
    ['script.txt', 'Only pictures, PDF'],
  ])('refuses the file %s clearly, and the conversation is unharmed', async (name, words) => {
    const before = await log(page).locator('p').count();
    const hostile = { name, mimeType: 'image/png', buffer: Buffer.from('<!doctype html><script>alert(1)</script>') };
    await page.locator('input[type=file]').setInputFiles(hostile);
    await page.getByText(words).waitFor();
    expect(await log(page).locator('p').count()).toBe(before);
    // A refusal is told by a status that the browser writes down.
    expectStatus(409);
  });

  test('goes on upon another page, with markup that stays words', async () => {
    await page.getByRole('link', { name: 'Another page' }).click();
    await said(page, 'Hello Grace, what does it do?').waitFor();
    await said(page, 'Manual.pdf').getByRole('button').waitFor();
    await page.getByLabel('Your message').fill('It <b>burns</b>');
    await page.getByLabel('Your message').press('Enter');
    await said(page, 'It <b>burns</b>').waitFor();
    await until(async () => (await cameron.heard()).some((text) => text.includes('burns')));
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('asks how it was once the agent is done, and mails what was said to who proves the address', async () => {
    await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
    await page.getByText('How was it?').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('4').check();
    await page.getByLabel('Anything to add?').fill('Quick');
    await page.getByRole('group', { name: 'How was it?' }).locator('..').getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you for telling us.').waitFor();

    const address = `grace-${provider}@customers.example`;
    await page.getByLabel('Have the chat mailed to you').fill(address);
    await page.getByRole('button', { name: 'Mail me a code' }).click();
    await page.getByText('We have mailed you a code').waitFor();
    const code = /^\d{6}/.exec(await mailTo(address, 'Contoso: your code'))?.[0] ?? '';
    await page.getByLabel('The code from our mail').fill(code === '111111' ? '222222' : '111111');
    await page.getByLabel('The code from our mail').press('Enter');
    await page.getByText('This is not the code.').waitFor();
    await page.getByLabel('The code from our mail').fill(code);
    await page.getByLabel('The code from our mail').press('Enter');
    await page.getByText('The chat is on its way to you.').waitFor();
    expect(await mailTo(address, 'Your chat with Contoso')).toMatch(
      /You: My printer is broken[^]*Cameron White: Hello Grace/,
    );
    if (provider === 'switchboard') await takePicture(page, 'widget-after');
    expectStatus(409);
    await page.getByRole('button', { name: 'End chat' }).click();
    await page.getByText('The chat is over.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});

test('somebody who would rather talk is called, and a number that nobody may call is refused', async () => {
  const page = await site.open();
  await page.getByRole('button', { name: 'Chat with us' }).click();
  await page.getByRole('button', { name: 'Rather talk to us' }).click();
  await page.getByRole('textbox', { name: 'Your name' }).fill('Grace');
  await page.getByLabel('Your number').fill('911');
  await page.getByRole('button', { name: 'Call me' }).click();
  await page.getByText('We cannot call this number.').waitFor();
  await page.getByLabel('Your number').fill('+1 425 555 0188');
  await page.getByRole('button', { name: 'Call me' }).click();
  await page.getByText('We will call you').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expectStatus(409);
  await page.close();
});

test.each<[string, Site]>([
  ['widget-dark', { look: { colorScheme: 'dark' } }],
  ['widget-contrast', { look: { forcedColors: 'active' } }],
  ['widget-ja', { language: 'ja' }],
  ['widget-390', { size: { width: 390, height: 700 } }],
])('%s keeps nobody out, in the form and in the chat', async (name, how) => {
  await cameron.notReady();
  const page = await site.open(how);
  const words = how.language === 'ja' ? JAPANESE : ENGLISH;
  await page.getByRole('button', { name: words.open }).click();
  await page.getByRole('heading', { name: words.title }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  const box = await page.getByRole('dialog').boundingBox();
  const width = how.size?.width ?? 1_000;
  expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? width) <= width).toBe(true);
  await takePicture(page, `${name}-form`);
  await page.getByRole('textbox', { name: words.name }).fill(words.customer);
  await page.getByLabel(words.question).fill(words.asked);
  await page.getByRole('button', { name: words.start }).click();
  await said(page, words.asked).waitFor();
  await log(page).locator('p.system').first().waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await takePicture(page, name);
  await page.getByRole('button', { name: words.end }).click();
  await page.getByText(words.over).waitFor();
  await page.close();
});

test("nothing was asked of anybody but the site and its stamp, and nothing broke the site's policy", () => {
  const { functions, console: ours, communication } = azure.endpoints;
  const known = [functions.endpoint, ours.endpoint, communication.endpoint];
  expect(site.asked.filter((url) => !known.some((origin) => url.startsWith(origin)))).toEqual([]);
  expect(site.refused.filter((text) => !text.includes('favicon'))).toEqual([]);
});
