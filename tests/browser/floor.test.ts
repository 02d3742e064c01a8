import type { Page } from 'playwright-core';
import { openStage, type Stage } from '../journeys/support/stage';
import { openDesks, seriousFindings, showIn, type Desks } from './desk-page';
import { takePicture } from './pictures';

/** A supervisor watches a busy floor. */
jest.setTimeout(600_000);

let stage: Stage;
let desks: Desks;
let page: Page;

const CUSTOMERS = ['Grace', 'Alan', 'Ada', 'Joan', 'Katherine', 'Edsger', 'Barbara', 'Donald', 'Margaret', 'Tony'];

/** More work than two agents can do: some is answered, some waits beyond its target. */
async function makeBusy(): Promise<void> {
  const [cameron, adele] = [stage.agent('cameron'), stage.agent('adele')];
  await cameron.ready();
  await adele.ready();
  await stage.agent('diego').notReady();
  for (const [index, name] of CUSTOMERS.entries()) {
    const customer = await stage.chatCustomer(name);
    await customer.say(index % 3 === 2 ? 'I would like to buy a kettle' : 'My printer is broken');
    for (const agent of [cameron, adele]) if (await agent.sees('accept')) await agent.press('accept');
    await stage.pass(20_000);
  }
  await stage.caller('+14255550188');
  await stage.pass(5_000);
  await stage.pass(60_000);
}

beforeAll(async () => {
  stage = await openStage();
  await makeBusy();
  desks = await openDesks(stage);
  page = await desks.open('Sofia Supervisor');
});

afterAll(async () => {
  await desks?.close();
  await stage?.stop();
});

const row = (name: string) => page.getByRole('row', { name: new RegExp(name) });

test('queues and agents stand there by name, with what waits and how soon it was answered', async () => {
  await row('Support').first().waitFor();
  const waiting = await row('Support')
    .first()
    .getByRole('button', { name: /Waiting/ })
    .textContent();
  expect(Number(waiting)).toBeGreaterThan(0);
  await row('Cameron White').getByText('Ready').waitFor();
  await row('Diego Siciliani').getByText('Break').waitFor();
  await page.getByRole('img', { name: /Offered and service level/ }).waitFor();
});

test('a threshold that is not kept raises an alert, and can be changed', async () => {
  const alerts = page.getByRole('list', { name: 'Alerts' });
  await alerts.getByText(/Support: the longest wait is/).waitFor();
  await takePicture(page, 'floor');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Thresholds' }).click();
  await page.getByLabel(/Longest wait in seconds/).fill('36000');
  await page.getByRole('button', { name: 'Save' }).click();
  await alerts.getByText(/Support: the longest wait is/).waitFor({ state: 'detached' });
});

test('a number leads to the contacts behind it, and each says how it was routed', async () => {
  await row('Cameron White').getByRole('button', { name: /Holds/ }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('Grace', { exact: true }).waitFor();
  await drawer.getByRole('button', { name: 'Why this agent?' }).first().click();
  await drawer
    .getByText(/Chosen: longestIdle/)
    .first()
    .waitFor();
  await takePicture(page, 'floor-why');
  expect(await seriousFindings(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Close' }).click();
  await drawer.waitFor({ state: 'detached' });
});

test('a supervisor sets the state of an agent', async () => {
  await page.getByRole('button', { name: 'Set the state of Diego Siciliani' }).click();
  await page.getByRole('menuitem', { name: 'Ready' }).click();
  await row('Diego Siciliani').getByText('Ready').waitFor();
  expect(await stage.agent('diego').state()).toBe('ready');
});

test.each([
  ['floor-dark', { query: '?theme=dark' }, 'Support'],
  ['floor-contrast', { query: '?theme=contrast' }, 'Support'],
  ['floor-japanese', { query: '?lang=ja&theme=light' }, 'Support'],
  ['floor-narrow', { width: 390, height: 844, query: '?theme=light&lang=en' }, 'Support'],
])('%s: looks well and is clean', async (name, look, first) => {
  await showIn(page, look);
  await row(first).first().waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow).toBe(0);
  await takePicture(page, name);
  expect(desks.errors).toEqual([]);
});
