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
