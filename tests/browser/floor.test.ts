import type { Page } from 'playwright-core';
import type { AgentActor } from '../journeys/support/agent';
import { openStage, type Stage } from '../journeys/support/stage';
import { complete, passWith } from '../journeys/support/stories';
import { openDesks, seriousFindings, showIn, type Desks } from './desk-page';
import { takePicture } from './pictures';

/** A supervisor watches a busy floor. */
jest.setTimeout(600_000);

let stage: Stage;
let desks: Desks;
let page: Page;

const QUARTER_MS = 15 * 60_000;
const PRINTER = 'My printer is broken';
const KETTLE = 'I would like to buy a kettle';

/** Most of an hour of work, and then more customers than the agents can take: some wait beyond their target. */
async function makeBusy(): Promise<void> {
  const agents = ['cameron', 'adele'].map((id) => stage.agent(id));
  for (const agent of agents) await agent.ready();
  for (const names of [['Grace', 'Alan'], ['Ada', 'Joan', 'Katherine'], ['Edsger']]) {
    await arrive(agents, names);
    for (const agent of agents) await complete(stage, agent, agent.id === 'adele' ? 'quote-sent' : 'solved');
    await passWith(stage, agents, QUARTER_MS);
  }
  await arrive(agents, [
    'Grace Hopper',
    'Alan Turing',
    'Ada Lovelace',
    'Joan Clarke',
    'Katherine Johnson',
    'Tony Hoare',
  ]);
  await passWith(stage, agents, 130_000);
  await stage.agent('enrico').notReady();
}

async function arrive(agents: readonly AgentActor[], names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    const customer = await stage.chatCustomer(name);
    await customer.say(index % 3 === 2 ? KETTLE : PRINTER);
    for (const agent of agents) if (await agent.sees('accept')) await agent.press('accept');
    await stage.pass(10_000);
  }
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
  await row('Enrico Cattaneo').getByText('Break').waitFor();
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
  await drawer.getByText('Grace Hopper', { exact: true }).waitFor();
  await drawer.getByRole('button', { name: 'Why this agent?' }).first().click();
  await drawer
    .getByText(/Chosen: idle longest/)
    .first()
    .waitFor();
  await takePicture(page, 'floor-why');
  expect(await seriousFindings(page)).toEqual([]);
  await drawer.getByRole('button', { name: 'Close' }).click();
  await drawer.waitFor({ state: 'detached' });
});

test('a supervisor sets the state of an agent', async () => {
  await page.getByRole('button', { name: 'Set the state of Enrico Cattaneo' }).click();
  await page.getByRole('menuitem', { name: 'Ready' }).click();
  await row('Enrico Cattaneo').getByText('Ready').waitFor();
  expect(await stage.agent('enrico').state()).toBe('ready');
});

test('a customer who waits is given to an agent; to one who does not serve the queue only when the supervisor says so again', async () => {
  await row('Support')
    .first()
    .getByRole('button', { name: /Waiting/ })
    .click();
  const drawer = page.getByRole('dialog');
  const assign = drawer.getByRole('button', { name: 'Assign', exact: true });
  await assign.first().waitFor();
  const waiting = await assign.count();
  await assign.first().click();
  await page.getByRole('menuitem', { name: 'Adele Vance' }).click();
  // The shard says what is in the way; whoever is responsible for the floor may know better.
  const anyway = drawer.getByRole('button', { name: 'Assign anyway' });
  await anyway.waitFor();
  expect(await assign.count()).toBe(waiting);
  expect(await seriousFindings(page)).toEqual([]);
  await takePicture(page, 'floor-assign');
  await anyway.click();
  await anyway.waitFor({ state: 'detached' });
  await stage.settle();
  const taken = await stage.query<{ how: string; by: string }>(
    'interactions',
    'SELECT VALUE e.taken FROM c JOIN e IN c.events WHERE IS_DEFINED(e.taken)',
  );
  expect(taken).toMatchObject([{ how: 'forced' }]);
  await assign.nth(waiting - 1).waitFor({ state: 'detached' });
  await drawer.getByRole('button', { name: 'Close' }).click();
  await drawer.waitFor({ state: 'detached' });
});

test('a supervisor takes an agent into a queue and out of another', async () => {
  const queuesOf = async () => {
    await page.getByRole('button', { name: 'Queues of Cameron White' }).click();
    return (name: string) => page.getByRole('menuitemcheckbox', { name, exact: true });
  };
  await (await queuesOf())('Sales').click();
  await row('Cameron White').getByText('Support, Sales').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await takePicture(page, 'floor-queues');
  await page.keyboard.press('Escape');
  await (await queuesOf())('Support').click();
  await row('Cameron White').getByText('Sales', { exact: true }).waitFor();
  await page.keyboard.press('Escape');
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
