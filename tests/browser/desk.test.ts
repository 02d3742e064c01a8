import type { Page } from 'playwright-core';
import type { ChatCustomer } from '../journeys/support/chat-customer';
import { toSupport } from '../journeys/support/phone-stories';
import { openStage, type Stage } from '../journeys/support/stage';
import { textCustomer } from '../journeys/support/text-customer';
import { openDesks, seriousFindings, showIn, type Desks } from './desk-page';
import { completeAsSolved, offerOf, panelOf } from './desk-panel';
import { takePicture } from './pictures';

/** An agent works three chats and a call at their desk, in a browser, against local Azure. */
jest.setTimeout(600_000);

/** Between what people do: at one instant nothing would have an order. */
const PAUSE_MS = 4_000;

let stage: Stage;
let desks: Desks;
let page: Page;
const customers: Record<string, ChatCustomer> = {};

beforeAll(async () => {
  stage = await openStage();
  desks = await openDesks(stage);
  page = await desks.open('Cameron White');
});

afterAll(async () => {
  await desks?.close();
  await stage?.stop();
});

const offer = (who: string, on = page) => offerOf(on, who);
const panel = (who: string, on = page) => panelOf(on, who);
const log = (who: string, on = page) => panel(who, on).getByRole('log');

async function chatOf(name: string, words: string): Promise<void> {
  const customer = await stage.chatCustomer(name);
  customers[name] = customer;
  await customer.say(words);
  await offer(name).getByRole('button', { name: 'Accept' }).click();
  await panel(name).waitFor();
  await stage.pass(PAUSE_MS);
}

async function write(who: string, words: string): Promise<void> {
  const box = panel(who).getByRole('textbox', { name: `Reply to ${who}` });
  await box.fill(words);
  await box.press('Enter');
  await log(who).getByText(words).waitFor();
  await stage.pass(PAUSE_MS);
}

test('a state that could not be set is told', async () => {
  const state = '**/api/agent/state';
  await page.route(state, (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()));
  await page.getByRole('button', { name: /^Your state: Signed out/ }).click();
  await page.getByRole('menuitem', { name: 'Ready' }).click();
  await page.getByText('The service could not be reached. Try again.').waitFor();
  await page.unroute(state);
});

test('an agent signs in with Entra and becomes ready', async () => {
  await page.getByRole('button', { name: /^Your state: Signed out/ }).click();
  await page.getByRole('menuitem', { name: 'Ready' }).click();
  await page.getByRole('button', { name: /^Your state: Ready/ }).waitFor();
  expect(await stage.agent('cameron').state()).toBe('ready');
});

test('three customers at once stand side by side and are kept apart', async () => {
  await chatOf('Grace Hopper', 'My printer is broken, it blinks red since this morning');
  await chatOf('Alan Turing', 'My printer needs a repair, my number is CT-2048');
  await chatOf('Ada Lovelace', 'The set-up of my kettle ends with an error at step three');
  await write('Grace Hopper', 'Hello Grace, which model is it?');
  await write('Alan Turing', 'Hello Alan, I am looking for your order.');
  await write('Ada Lovelace', 'Hello Ada, does the lamp light up?');
  await customers['Grace Hopper']!.say('It is the LaserMate 400.\nThe lamp blinks three times, then pauses.');
  await customers['Ada Lovelace']!.say('Yes, it is green.');
  await log('Grace Hopper').getByText('LaserMate 400').waitFor();
  for (const [name, answer] of [
    ['Grace Hopper', 'Hello Grace, which model is it?'],
    ['Alan Turing', 'Hello Alan, I am looking for your order.'],
    ['Ada Lovelace', 'Hello Ada, does the lamp light up?'],
  ] as const) {
    expect((await customers[name]!.heard()).filter((text) => text.startsWith('Hello '))).toEqual([answer]);
    expect(
      await log(name)
        .getByText(/^Hello (Grace|Alan|Ada)/)
        .allTextContents(),
    ).toEqual([answer]);
  }
});

test('a canned reply and a note for colleagues', async () => {
  await panel('Alan Turing').getByRole('button', { name: 'Canned replies' }).click();
  await page.getByRole('menuitem', { name: /Ask for the order number/ }).click();
  const box = panel('Alan Turing').getByRole('textbox', { name: 'Reply to Alan Turing' });
  expect(await box.inputValue()).toContain('order number');
  await box.press('Enter');
  await log('Alan Turing')
    .getByText(/tell me your order number/)
    .waitFor();
  await stage.pass(PAUSE_MS);
  await panel('Alan Turing').getByRole('button', { name: 'Add a note' }).click();
  await panel('Alan Turing').getByRole('textbox', { name: 'Add a note' }).fill('Parcel was sent back to the depot.');
  await panel('Alan Turing').getByRole('button', { name: 'Add a note' }).last().click();
  await log('Alan Turing').getByText('Note by Cameron White').waitFor();
  expect(await customers['Alan Turing']!.heard()).not.toContain('Parcel was sent back to the depot.');
  const unseen = await log('Alan Turing').evaluate((element) => {
    const { scrollHeight, scrollTop, clientHeight } = element as unknown as Readonly<Record<string, number>>;
    return scrollHeight! - scrollTop! - clientHeight!;
  });
  expect(unseen).toBeLessThan(8);
  await log('Grace Hopper').getByText('LaserMate 400').waitFor();
  await takePicture(page, 'desk');
  expect(await seriousFindings(page)).toEqual([]);
});

test.each([
  ['desk-dark', { query: '?theme=dark' }, 'Conversation with Grace Hopper'],
  ['desk-contrast', { query: '?theme=contrast' }, 'Conversation with Grace Hopper'],
  ['desk-japanese', { query: '?lang=ja&theme=light' }, 'Grace Hopper 様との会話'],
  ['desk-narrow', { width: 390, height: 844, query: '?theme=light&lang=en' }, 'Conversation with Grace Hopper'],
])('%s: looks well and is clean', async (name, look, first) => {
  await showIn(page, look);
  await page.getByRole('article', { name: first }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect(overflow).toBe(0);
  await takePicture(page, name);
});

test('the keyboard alone is enough to answer', async () => {
  await showIn(page, { query: '?theme=light&lang=en' });
  await panel('Grace Hopper').waitFor();
  const focused = () => page.evaluate<string | null>('document.activeElement.getAttribute("aria-label")');
  for (let presses = 0; presses < 60 && (await focused()) !== 'Reply to Grace Hopper'; presses += 1)
    await page.keyboard.press('Tab');
  expect(await focused()).toBe('Reply to Grace Hopper');
  await page.keyboard.type('Thank you, I will look it up.');
  await page.keyboard.press('Enter');
  await log('Grace Hopper').getByText('Thank you, I will look it up.').waitFor();
});

test('two desks of one agent take the same offer: one result in both', async () => {
  await panel('Ada Lovelace').getByLabel('How did it end?').selectOption('solved');
  await panel('Ada Lovelace').getByRole('button', { name: 'Complete' }).click();
  await panel('Ada Lovelace').waitFor({ state: 'detached' });
  const other = await desks.open('Cameron White');
  const joan = await stage.chatCustomer('Joan Clarke');
  await joan.say('My printer is broken');
  await Promise.all([offer('Joan Clarke').waitFor(), offer('Joan Clarke', other).waitFor()]);
  await Promise.all(
    [page, other].map((desk) => offer('Joan Clarke', desk).getByRole('button', { name: 'Accept' }).click()),
  );
  await Promise.all([panel('Joan Clarke').waitFor(), panel('Joan Clarke', other).waitFor()]);
  expect(await offer('Joan Clarke').count()).toBe(0);
  const held = await stage.agent('cameron').interactions();
  expect(held).toHaveLength(3);
  await other.context().close();
  await panel('Joan Clarke').getByRole('button', { name: 'Park' }).click();
  await panel('Joan Clarke').waitFor({ state: 'detached' });
});

test('the end of a conversation asks for a code of its queue', async () => {
  await panel('Grace Hopper').getByRole('button', { name: 'End', exact: true }).click();
  await panel('Grace Hopper').getByText('Wrap-up', { exact: true }).waitFor();
  const complete = panel('Grace Hopper').getByRole('button', { name: 'Complete' });
  expect(await complete.isDisabled()).toBe(true);
  const choices = await panel('Grace Hopper').getByLabel('How did it end?').locator('option').allTextContents();
  expect(choices).toEqual(['Choose how it ended', 'Problem solved', 'Repair arranged', 'Wrong number or spam']);
  await panel('Grace Hopper').getByLabel('How did it end?').selectOption('solved');
  await complete.click();
  await panel('Grace Hopper').waitFor({ state: 'detached' });
});

test('a text message counts its segments', async () => {
  await completeAsSolved(page, 'Alan Turing');
  const katherine = textCustomer(stage, '+14255550177');
  await katherine.text('My printer is broken');
  await offer('+14255550177').getByRole('button', { name: 'Accept' }).click();
  const box = page.getByRole('textbox', { name: /^Reply to/ });
  await box.fill('a'.repeat(161));
  await page.getByText('2 texts, 145 left in the last').waitFor();
  await box.fill('Hello, please switch it off and on again.');
  await box.press('Enter');
  await page.getByRole('log').getByText('Hello, please switch it off').waitFor();
  await stage.settle();
  expect(await katherine.received()).toContain('Hello, please switch it off and on again.');
  await completeAsSolved(page, '+14255550177');
  expect(desks.errors).toEqual([]);
});

test('a call is connected, held and hung up from the desk', async () => {
  const who = '+14255550155';
  const [caller, teams] = [await toSupport(stage, who), stage.teamsPhone('cameron')];
  await offer('+14255550155').getByRole('button', { name: 'Accept' }).click();
  const phase = (words: string) => panel(who).getByText(words, { exact: true }).waitFor();
  const press = async (name: string) => {
    await panel(who).getByRole('button', { name, exact: true }).click();
  };
  await phase('Ringing you');
  await stage.settle();
  await teams.answer();
  await press('Connect');
  await phase('Talking');
  await stage.settle();
  expect([await caller.hears(), await teams.hears()]).toEqual(['people', 'people']);
  await press('Hold');
  await phase('On hold');
  await stage.settle();
  expect(await caller.hears()).toBe('music');
  await press('Resume');
  await phase('Talking');
  await stage.settle();
  expect(await caller.hears()).toBe('people');
  await press('Hang up');
  await phase('Wrap-up');
  await stage.settle();
  expect((await caller.call()).state).toBe('ended');
  await completeAsSolved(page, who);
});

test('a colleague is asked about a caller, and all talk together, from the desk', async () => {
  const who = '+14255550166';
  const [caller, cameron, diego] = [
    await toSupport(stage, who),
    stage.teamsPhone('cameron'),
    stage.teamsPhone('diego'),
  ];
  await offer('+14255550166').getByRole('button', { name: 'Accept' }).click();
  const press = async (name: string) => {
    await panel(who).getByRole('button', { name, exact: true }).click();
  };
  const says = (words: string) => panel(who).getByText(words).waitFor();
  await panel(who).getByText('Ringing you', { exact: true }).waitFor();
  await stage.settle();
  await cameron.answer();
  await press('Connect');
  await panel(who).getByText('Talking', { exact: true }).waitFor();
  await press('Consult');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').selectOption('agent:diego');
  expect(await seriousFindings(page)).toEqual([]);
  await takePicture(page, 'desk-consult');
  await dialog.getByRole('button', { name: 'Ring', exact: true }).click();
  await says('Ringing Diego Siciliani.');
  await stage.settle();
  expect(await caller.hears()).toBe('music');
  await diego.answer();
  await says('You are with Diego Siciliani.');
  await press('Talk together');
  await says('Diego Siciliani talks with you and the customer.');
  await stage.settle();
  expect([await caller.hears(), await cameron.hears(), await diego.hears()]).toEqual(['people', 'people', 'people']);
  await press('Leave them the customer');
  await panel(who).getByText('Wrap-up', { exact: true }).waitFor();
  await stage.settle();
  expect([await caller.hears(), await diego.hears()]).toEqual(['people', 'people']);
  await completeAsSolved(page, who);
});

test('a customer is handed over to a colleague, who reads the note on the offer and what was said before', async () => {
  await chatOf('Hedy Lamarr', 'My printer is broken');
  await write('Hedy Lamarr', 'Hello Hedy, a colleague knows that printer.');
  await stage.agent('diego').ready();
  const colleague = await desks.open('Diego Siciliani');
  await panel('Hedy Lamarr').getByRole('button', { name: 'Transfer' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').selectOption('agent:diego');
  await dialog.getByRole('textbox').fill('It blinks red.');
  await dialog.getByRole('button', { name: 'Transfer' }).click();
  await panel('Hedy Lamarr').getByText('Offered to Diego Siciliani.').waitFor();
  await offer('Hedy Lamarr', colleague).getByText('It blinks red.').waitFor();
  expect(await seriousFindings(colleague)).toEqual([]);
  await offer('Hedy Lamarr', colleague).getByRole('button', { name: 'Accept' }).click();
  await panel('Hedy Lamarr', colleague).getByText('It blinks red.').waitFor();
  await log('Hedy Lamarr', colleague).getByText('a colleague knows that printer').waitFor();
  await panel('Hedy Lamarr').getByText('Wrap-up', { exact: true }).waitFor();
  await completeAsSolved(page, 'Hedy Lamarr');
  await completeAsSolved(colleague, 'Hedy Lamarr');
  expect(desks.errors).toEqual([]);
});

test('the form for own calls and texts says that no emergency services can be called, and a text leaves from it', async () => {
  // In Seattle it is too early to be contacted unasked.
  const somebody = textCustomer(stage, '+4915112345678');
  await page.getByRole('button', { name: 'Call or text somebody' }).click();
  const form = page.getByRole('dialog');
  await form.getByText('Emergency services cannot be called from here.').waitFor();
  await form.getByRole('combobox').selectOption('text-number');
  await form.getByRole('textbox', { name: 'Number' }).fill('+1 911');
  await form.getByRole('textbox', { name: 'Text' }).fill('Your printer is repaired.');
  await form.getByRole('checkbox').check();
  await form.getByRole('button', { name: 'Send' }).click();
  // The guard has the last word, and what was typed is kept.
  await form.getByRole('button', { name: 'Close' }).waitFor();
  await form.getByRole('textbox', { name: 'Number' }).fill(somebody.number);
  expect(await seriousFindings(page)).toEqual([]);
  await form.getByRole('button', { name: 'Send' }).click();
  await panel(somebody.number).waitFor();
  await stage.settle();
  expect(await somebody.received()).toEqual(['Your printer is repaired.']);
  await panel(somebody.number).getByRole('button', { name: 'End', exact: true }).click();
  await completeAsSolved(page, somebody.number);
});
