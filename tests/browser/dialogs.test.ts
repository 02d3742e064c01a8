import type { Page } from 'playwright-core';
import { toSupport } from '../journeys/support/phone-stories';
import { openStage, type Stage } from '../journeys/support/stage';
import { textCustomer } from '../journeys/support/text-customer';
import { openDesks, seriousFindings, showIn, type DeskLook, type Desks } from './desk-page';
import { completeAsSolved, offerOf, panelOf } from './desk-panel';
import { takePicture } from './pictures';

/** What an agent opens beside a contact, in every look of the desk: one page, one contact, against local Azure. */
jest.setTimeout(600_000);

/** Ten in the morning in Seattle; Contoso is open. */
const AT = '2026-10-05T17:00:00.000Z';
const WHO = '+14255550137';

let stage: Stage;
let desks: Desks;
let page: Page;

beforeAll(async () => {
  stage = await openStage(AT);
  desks = await openDesks(stage);
  page = await desks.open('Cameron White');
  await stage.agent('cameron').ready();
  const earlier = textCustomer(stage, WHO);
  await earlier.text('My printer is broken, it blinks red since this morning');
  await offerOf(page, WHO).getByRole('button', { name: 'Accept' }).click();
  await stage.pass(4_000);
  await panelOf(page, WHO)
    .getByRole('textbox', { name: /^Reply to/ })
    .fill('Please switch it off and on again.');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('Please switch it off').waitFor();
  await completeAsSolved(page, WHO);
  await talks();
});

afterAll(async () => {
  await desks?.close();
  await stage?.stop();
});

/** A caller with whom Cameron talks. */
async function talks(): Promise<void> {
  await toSupport(stage, WHO);
  await offerOf(page, WHO).getByRole('button', { name: 'Accept' }).click();
  await panelOf(page, WHO).getByText('Ringing you', { exact: true }).waitFor();
  await stage.settle();
  await stage.teamsPhone('cameron').answer();
  await panelOf(page, WHO).getByRole('button', { name: 'Connect' }).click();
  await panelOf(page, WHO).getByText('Talking', { exact: true }).waitFor();
}

const LOOKS: readonly (readonly [string, DeskLook])[] = [
  ['light', { query: '?theme=light&lang=en' }],
  ['dark', { query: '?theme=dark&lang=en' }],
  ['contrast', { query: '?theme=contrast&lang=en' }],
  ['japanese', { query: '?theme=light&lang=ja' }],
  ['narrow', { width: 390, height: 844, query: '?theme=light&lang=en' }],
];

const dialog = () => page.getByRole('dialog');
const open = (name: RegExp) => page.getByRole('button', { name }).first().click();

interface Opened {
  readonly name: string;
  /** Whether docs/images has it, in every look but the usual one. */
  readonly isPictured: boolean;
  /** Opens it, and leaves it as a person would see it. */
  readonly show: () => Promise<void>;
}

const DIALOGS: readonly Opened[] = [
  {
    name: 'meet',
    isPictured: true,
    show: () => open(/^(Meet|会議)$/),
  },
  {
    name: 'history',
    isPictured: true,
    async show() {
      await open(/^(Earlier contacts|過去のお問い合わせ)$/);
      await dialog()
        .getByRole('button', { name: /^(Read|読む)$/ })
        .click();
      await dialog().getByText('it blinks red').waitFor();
    },
  },
  {
    name: 'expert',
    isPictured: true,
    async show() {
      await open(/^(Consult|相談)$/);
      await dialog().getByRole('combobox').selectOption('expert');
      await dialog().getByRole('searchbox').fill('ad');
      await dialog().getByRole('radio').first().check();
    },
  },
  {
    name: 'transfer',
    isPictured: false,
    async show() {
      await open(/^(Transfer|転送)$/);
      await dialog().getByRole('combobox').selectOption('queue:sales');
    },
  },
  {
    name: 'dial',
    isPictured: false,
    async show() {
      await open(/^(Call or text somebody|電話またはテキストを送る)$/);
      await dialog().getByRole('combobox').selectOption('text-number');
    },
  },
];

const overflow = () => page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe.each(LOOKS)('%s', (look, desk) => {
  beforeAll(async () => {
    await showIn(page, { width: 1000, height: 800, ...desk });
    await page.getByRole('log').waitFor();
  });

  test.each(DIALOGS)('$name: looks well and is clean', async ({ name, isPictured, show }) => {
    await show();
    await dialog().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await overflow()).toBe(0);
    if (isPictured && look !== 'light') await takePicture(page, `dialog-${name}-${look}`);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });
});

test('a caller is asked into a meeting, which the desk shows until it is over', async () => {
  await showIn(page, { query: '?theme=light&lang=en' });
  await open(/^Meet$/);
  await dialog().getByRole('button', { name: 'Send the link' }).click();
  const bar = panelOf(page, WHO).getByText(/^You meet in Teams\./);
  await bar.waitFor();
  const link = await panelOf(page, WHO).getByRole('link', { name: 'Join' }).getAttribute('href');
  expect((await textCustomer(stage, WHO).received()).at(-1)).toContain(link);
  expect(await panelOf(page, WHO).getByRole('button', { name: 'Meet', exact: true }).count()).toBe(0);
  for (const [look, desk] of LOOKS) {
    await showIn(page, { width: 1000, height: 800, ...desk });
    await page.getByRole('link', { name: /^(Join|参加)$/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await overflow()).toBe(0);
    await takePicture(page, `meeting-${look}`);
  }
  await page.getByRole('button', { name: 'Meeting over' }).click();
  await bar.waitFor({ state: 'detached' });
  await page.getByRole('log').getByText('The meeting is over').waitFor();
  expect(desks.errors).toEqual([]);
});
