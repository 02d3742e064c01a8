import type { Page } from 'playwright-core';
import { createMailCustomer, ownMailbox } from '../journeys/support/mail-customer';
import { openStage, type Stage } from '../journeys/support/stage';
import { openDesks, seriousFindings, type Desks } from './desk-page';
import { attachTo, offerOf, panelOf } from './desk-panel';

/** An agent answers a mail at their desk, in a browser, against local Azure. */
jest.setTimeout(600_000);

let stage: Stage;
let desks: Desks;
let page: Page;

beforeAll(async () => {
  stage = await openStage();
  desks = await openDesks(stage);
  page = await desks.open('Cameron White');
  await stage.agent('cameron').ready();
});

afterAll(async () => {
  await desks?.close();
  await stage?.stop();
});

test('a mail takes a file with it; one that is too large is refused in words, and goes with nothing', async () => {
  const who = 'Katherine Johnson';
  const katherine = createMailCustomer(stage, 'katherine@customer.example', who);
  await ownMailbox(stage).sweep();
  await katherine.write({ subject: 'Printer', text: 'It does not print.' });
  await offerOf(page, who).getByRole('button', { name: 'Accept' }).click();
  const steps = Buffer.from('%PDF-1.7 switch it off and on');
  await attachTo(page, who, 'film.pdf', Buffer.concat([steps, Buffer.alloc(5 * 1024 * 1024)]));
  await panelOf(page, who).getByText('film.pdf was not sent. It is larger than 5 MB.').waitFor();
  await attachTo(page, who, 'steps.pdf', steps);
  await panelOf(page, who).getByRole('button', { name: 'Do not send steps.pdf' }).waitFor();
  expect(await panelOf(page, who).getByRole('button', { name: 'Do not send film.pdf' }).count()).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  const box = panelOf(page, who).getByRole('textbox', { name: `Reply to ${who}` });
  await box.fill('Please do what is written in the file.');
  await box.press('Control+Enter');
  // A mail that is answered waits for its customer without its agent.
  await panelOf(page, who).waitFor({ state: 'detached' });
  await stage.settle();
  const got = (await katherine.got()).at(-1);
  expect(got?.text).toContain('Please do what is written in the file.');
  expect(got?.attachments).toMatchObject([{ name: 'steps.pdf', contentBase64: steps.toString('base64') }]);
});
