import type { Page } from 'playwright-core';
import { join } from 'node:path';
import { launch } from '../../local/launch';
import { launchChromium } from './chromium';

/** The console in a browser, on a local Azure of its own. */
export interface ConsolePage {
  readonly page: Page;
  /** Everything that the page threw. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** `options`: those of `npm start`. `patienceMs`: how long the page may take for what a test waits for. */
export async function openConsole(options: readonly string[], patienceMs: number): Promise<ConsolePage> {
  const azure = await launch({ root: join(__dirname, '../..'), folder: null, tlsFolder: null, options });
  const browser = await launchChromium().catch(async (error: unknown) => {
    await azure.stop();
    throw error;
  });
  const close = async () => {
    await browser.close();
    await azure.stop();
  };
  const errors: string[] = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
    page.setDefaultTimeout(patienceMs);
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(azure.endpoints.console.endpoint);
    return { page, errors, close };
  } catch (error) {
    await close();
    throw error;
  }
}
