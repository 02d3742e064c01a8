import type { Locator, Page } from 'playwright-core';

/** The offer of a customer, as a desk shows it. */
export const offerOf = (desk: Page, who: string): Locator =>
  desk.getByRole('article', { name: new RegExp(`from ${who.replace('+', String.raw`\+`)}`) });

/** The conversation with a customer. */
export const panelOf = (desk: Page, who: string): Locator =>
  desk.getByRole('article', { name: `Conversation with ${who}` });

/** Ends the notes on a customer of the support queue. */
export async function completeAsSolved(desk: Page, who: string): Promise<void> {
  const panel = panelOf(desk, who);
  await panel.getByLabel('How did it end?').selectOption('solved');
  await panel.getByRole('button', { name: 'Complete' }).click();
  await panel.waitFor({ state: 'detached' });
}

/** Chooses a file for the mail to a customer, as a person does in the browser's own window. */
export async function attachTo(desk: Page, who: string, name: string, buffer: Buffer): Promise<void> {
  const chooser = desk.waitForEvent('filechooser');
  await panelOf(desk, who)
    .getByRole('button', { name: `Attach a file to the mail to ${who}` })
    .click();
  await (await chooser).setFiles({ name, mimeType: 'application/pdf', buffer });
}
