import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Stage } from '../journeys/support/stage';
import { launchChromium } from './chromium';

const PATIENCE_MS = 30_000;

const DESK = join(__dirname, '../../dist/desk/index.html');
/** Machines that run tests have neither a Japanese font nor one like that of Windows. */
export const FONTS = ['inter', 'biz-udpgothic'].map((name) =>
  join(__dirname, '../../web/desk/node_modules/@expo-google-fonts', name),
);

/** How a desk is opened. */
export interface DeskLook {
  readonly width?: number;
  readonly height?: number;
  readonly query?: string;
  /** Before the page is loaded. */
  readonly prepare?: (context: BrowserContext) => Promise<unknown>;
}

/** Browsers in which people open the desk. */
export interface Desks {
  /** Somebody opens the desk and signs in by the page of the local Entra. */
  open(person: string, look?: DeskLook): Promise<Page>;
  /** Everything that pages threw, or that their policy refused. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export async function openDesks(stage: Stage): Promise<Desks> {
  if (!existsSync(DESK)) throw new Error('The desk is not built: npm run desk:build.');
  const browser: Browser = await launchChromium(FONTS);
  const errors: string[] = [];
  const address = `${stage.running.endpoints.functions.endpoint}/api/desk/index.html`;

  async function contextOf({ width = 1440, height = 900 }: DeskLook): Promise<BrowserContext> {
    const context = await browser.newContext({
      viewport: { width, height },
      // The local certificate authority is none that the browser knows.
      ignoreHTTPSErrors: true,
      locale: 'en-GB',
      timezoneId: 'America/New_York',
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  }

  return {
    errors,
    async open(person, look = {}) {
      const context = await contextOf(look);
      await look.prepare?.(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security|Refused/.test(message.text())) errors.push(message.text());
      });
      await page.goto(`${address}${look.query ?? ''}`);
      await page.getByRole('button', { name: /Sign in|サインイン/ }).click();
      await page.getByRole('link', { name: person }).click();
      await page.getByRole('main').waitFor();
      return page;
    },
    close: () => browser.close(),
  };
}

/** The same page in another look: who is signed in stays so. */
export async function showIn(page: Page, { width = 1440, height = 900, query = '' }: DeskLook): Promise<void> {
  await page.setViewportSize({ width, height });
  const { origin, pathname } = new URL(page.url());
  await page.goto(`${origin}${pathname}${query}`);
  await page.getByRole('main').waitFor();
}

/**
 * What axe finds serious or critical on a page, in a line each. Left out: the invisible stops of Fluent UI that pass the
 * focus on to the other side of a dialog, and never keep it.
 */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  // The page's policy lets no foreign script in; the debugger's may come.
  const session = await page.context().newCDPSession(page);
  const run = `${axe.source}; axe.run({ exclude: [['[data-tabster-dummy]']] }, { resultTypes: ['violations'] }).then((found) => JSON.stringify(found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 160) + ' ' + (failureSummary ?? '').slice(0, 300)))))`;
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression: run,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return JSON.parse(String(result.value)) as string[];
}
