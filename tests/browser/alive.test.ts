import type { Page } from 'playwright-core';
import { openConsole, type ConsolePage } from './console-page';
import { takePicture } from './pictures';

/** The console as somebody sees it who has just started it: nothing is given but the command. */
const PATIENCE_MS = 180_000;
/** A day of the past is made while the page is open already. */
const HISTORY_MS = 600_000;
const PROMISES = 8;
jest.setTimeout(1_200_000);

let opened: ConsolePage;
let page: Page;

beforeAll(async () => {
  opened = await openConsole([], PATIENCE_MS);
  page = opened.page;
});

afterAll(() => opened?.close());

const rows = (phase: string) => page.locator(`.interaction .phase.${phase}`);
const kept = () => page.locator('.promise.kept');

test('a day of history is made by the real pipeline, and every promise was kept', async () => {
  await page.getByText('A day of history is being made').waitFor();
  await page.getByRole('button', { name: 'Ten at once' }).waitFor({ timeout: HISTORY_MS });
  // The page asks again every so often: the button may be there before the list.
  await page.locator('.interaction').nth(7).waitFor();
  await rows('closed').nth(6).waitFor();
  const channels = await page
    .locator('.interaction .icon')
    .evaluateAll((icons: { ariaLabel: string | null }[]) => icons.map(({ ariaLabel }) => ariaLabel));
  expect(new Set(channels)).toEqual(new Set(['Call', 'Chat', 'Text', 'Mail']));
  await page.getByRole('button', { name: 'Check the promises' }).click();
  await kept()
    .nth(PROMISES - 1)
    .waitFor();
  expect(await page.locator('.promise.broken').count()).toBe(0);
});

test('a rush is worked off, and each offer says why it went to its agent', async () => {
  await page.getByRole('button', { name: 'Take a seat' }).click();
  await page.locator('.availability.ready').waitFor();
  await page.getByRole('button', { name: 'Ten at once' }).click();
  const active = page.locator('.interaction', { has: page.locator('.phase.active') });
  await active.first().click();
  await page.getByRole('button', { name: 'Why this agent?' }).first().waitFor();
  await kept()
    .nth(PROMISES - 1)
    .waitFor();
  const teams = page.getByRole('log', { name: 'Chat with the bot in Teams' });
  await teams.getByRole('button', { name: 'Accept' }).first().waitFor();
  await rows('active').nth(2).waitFor();
  await takePicture(page, 'console');
  await page.getByRole('button', { name: 'Why this agent?' }).first().click();
  await page.getByRole('dialog').getByText('idle longest of those who could take it').waitFor();
  await takePicture(page, 'why-this-agent');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('the host is killed in the middle of it, starts again, and every promise is kept', async () => {
  await page.getByRole('button', { name: 'Kill the host' }).click();
  await page.getByText('Checking the promises').waitFor();
  await kept()
    .nth(PROMISES - 1)
    .waitFor();
  expect(await page.locator('.promise.broken').count()).toBe(0);
  await page.emulateMedia({ colorScheme: 'dark' });
  await takePicture(page, 'console-dark');
  expect(opened.errors).toEqual([]);
});

test('another scenario is chosen in the page, which tells its story', async () => {
  const scenario = page.getByLabel('Scenario');
  expect(await scenario.inputValue()).toBe('steady');
  await scenario.selectOption('understaffed-evening');
  await page.getByText('Most agents go home at five').waitFor();
  expect(opened.errors).toEqual([]);
});
