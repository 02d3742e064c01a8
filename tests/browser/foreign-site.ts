import type { Browser, Page } from 'playwright-core';
import { OPEN_AT } from '../../local/launch';

/** How somebody comes to the site, and who carries its chats. */
export interface Site {
  readonly provider?: 'switchboard' | 'acs';
  readonly size?: { readonly width: number; readonly height: number };
  readonly language?: 'en' | 'ja';
  readonly look?: { readonly colorScheme?: 'dark'; readonly forcedColors?: 'active' };
}

/** A site that is not ours, with the widget on its pages. */
export interface ForeignSite {
  open(how?: Site): Promise<Page>;
  /** Every address that its pages asked for. */
  readonly asked: string[];
  /** What its policy refused, and what went wrong in its pages; whoever expects something takes it out. */
  readonly refused: string[];
}

/** The site that the console serves at `endpoint`. */
export function foreignSite(browser: Browser, endpoint: string, patienceMs: number): ForeignSite {
  const asked: string[] = [];
  const refused: string[] = [];
  return {
    asked,
    refused,
    async open({ provider = 'switchboard', size = { width: 1000, height: 760 }, language = 'en', look = {} } = {}) {
      // The local authority is nobody whom a browser knows.
      const page = await browser.newPage({ viewport: size, ignoreHTTPSErrors: true, ...look });
      page.setDefaultTimeout(patienceMs);
      await page.clock.setFixedTime(new Date(OPEN_AT));
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => {
        if (message.type() === 'error') refused.push(message.text());
      });
      page.on('pageerror', (error) => refused.push(error.message));
      await page.goto(`${endpoint}/foreign?provider=${provider}&language=${language}`);
      return page;
    },
  };
}
