import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const IMAGES = join(__dirname, '../../docs/images');

/** The pictures of the README are taken by the browser tests: `UPDATE_SCREENSHOTS=1 npx jest tests/browser`. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env['UPDATE_SCREENSHOTS'] !== '1') return;
  mkdirSync(IMAGES, { recursive: true });
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}
