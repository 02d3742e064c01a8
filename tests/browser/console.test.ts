import type { Page } from 'playwright-core';
import { OPEN_AT } from '../../local/launch';
import { openConsole, type ConsolePage } from './console-page';
import { takePicture } from './pictures';

const PATIENCE_MS = 30_000;
jest.setTimeout(180_000);

let opened: ConsolePage;
let page: Page;

beforeAll(async () => {
  // A Monday, ten in the morning in New York: Contoso is open.
  opened = await openConsole(['--quiet', '--at', OPEN_AT], PATIENCE_MS);
  page = opened.page;
});

afterAll(() => opened?.close());

const customerChat = () => page.getByRole('log', { name: 'Chat', exact: true });
const teams = () => page.getByRole('log', { name: 'Chat with the bot in Teams' });
const life = () => page.getByRole('list', { name: /^Life of the interaction/ });
const bubble = (text: string) => ({ hasText: text });

async function customerWrites(text: string): Promise<void> {
  await page.getByLabel('Write to Contoso').fill(text);
  await page.getByLabel('Write to Contoso').press('Enter');
  await customerChat().locator('li.own', bubble(text)).waitFor();
}

test('a customer chats with an agent who answers in Teams', async () => {
  await page.getByRole('button', { name: 'Take a seat' }).click();
  await page.locator('.availability.ready').waitFor();

  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByRole('button', { name: 'Start chat' }).click();
  await customerWrites('I would like to buy a kettle');

  const offer = teams().locator('li', bubble('New chat for you: Grace Hopper'));
  await offer.getByRole('button', { name: 'Accept' }).click();
  await teams().locator('li', bubble('You have Grace Hopper (chat)')).waitFor();
  const relayed = teams().locator('li', bubble('Grace Hopper: I would like to buy a kettle'));
  await relayed.getByRole('button', { name: 'Reply' }).click();
  await page.getByLabel('Reply in Teams').fill('Hello Grace, which size?');
  await page.getByLabel('Reply in Teams').press('Enter');

  await customerChat().locator('li', bubble('Hello Grace, which size?')).waitFor();
  await customerWrites('Two litres, please');
  await teams().locator('li', bubble('Grace Hopper: Two litres, please')).waitFor();
  await life().locator('li.timeline', bubble('Accepted by adele')).waitFor();
  await takePicture(page, 'chat-in-teams');

  const own = await customerChat().locator('li.own p').allTextContents();
  expect(own).toEqual(['I would like to buy a kettle', 'Two litres, please']);
  const seenByAgent = await teams().locator('li:not(.own) > p').allTextContents();
  expect(seenByAgent.filter((text) => text.startsWith('Grace Hopper:'))).toEqual([
    'Grace Hopper: I would like to buy a kettle',
    'Grace Hopper: Two litres, please',
  ]);
});

test('its life shows every kind of step, each with its JSON', async () => {
  for (const lane of ['event', 'orchestration', 'timeline', 'journal', 'card', 'message'])
    await life().locator(`li.${lane}`).first().waitFor();
  await life().locator('li.journal', bubble('offered')).getByRole('button').first().click();
  const details = page.getByRole('dialog');
  expect(await details.locator('pre').textContent()).toContain('longestIdle');
  await details.getByRole('button', { name: 'Close' }).click();
});

test('the agent completes it at the desk, and the customer ends the chat', async () => {
  const desk = page.getByRole('region', { name: 'Desk' });
  await desk.getByLabel('How did it end?').selectOption('order-placed');
  await desk.getByRole('button', { name: 'Complete' }).click();
  await page.locator('.interaction', bubble('Grace Hopper')).locator('.phase.closed').waitFor();
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByText('This chat has ended.').waitFor();
  expect(opened.errors).toEqual([]);
});

test('the inspector shows its orchestration: found by its id, drawn, with its history', async () => {
  await page.locator('.interaction', bubble('Grace Hopper')).click();
  await page
    .locator('.life-head')
    .getByRole('link', { name: /^orchestration/ })
    .click();
  const timeline = page.getByRole('img', { name: /^Timeline of contoso\./ });
  await timeline.locator('rect.timer.cancelled').first().waitFor({ state: 'attached' });
  await timeline.locator('rect.event').first().waitFor({ state: 'attached' });
  await page.getByRole('table').getByRole('button', { name: 'ExecutionCompleted' }).waitFor();
  await takePicture(page, 'inspector');
  await page.getByLabel('Search').fill('completed interaction');
  await page.getByRole('list', { name: 'Found' }).locator('.status.Completed').first().waitFor();
  await page.getByLabel('Search').fill('nothing like it');
  await page.locator('#count', { hasText: /^0$/ }).waitFor();
  expect(opened.errors).toEqual([]);
});
