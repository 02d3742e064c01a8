import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium';
import { takePicture } from './pictures';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'simulation-'));
const report = join(folder, 'report.html');
jest.setTimeout(180_000);

let browser: Browser | undefined;
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Contoso, and Contoso had it taught Adele repairs. */
function copyContoso(): void {
  cpSync(join(root, 'config/contoso'), join(folder, 'contoso'), { recursive: true });
  const copy = join(folder, 'adele-repairs');
  cpSync(join(root, 'config/contoso'), copy, { recursive: true });
  const file = join(copy, 'agents.yaml');
  const agents = readFileSync(file, 'utf8').replace(
    'skills: [{ skill: sales, proficiency: 8 }]\n    queues: [sales]',
    'skills: [{ skill: sales, proficiency: 8 }, { skill: technical, proficiency: 3 }]\n    queues: [sales, support]',
  );
  writeFileSync(file, agents);
}

test('the report of a comparison opens in a browser and needs nothing beside it', async () => {
  copyContoso();
  const args = ['--config', 'contoso', '--compare', 'adele-repairs', '--days', '10'];
  const scenario = ['--scenario', join(root, 'simulation/scenarios/contoso.yaml')];
  const main = join(root, 'dist/simulation/main.js');
  execFileSync(process.execPath, [main, ...args, ...scenario, '--report', report], { cwd: folder });

  browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1240, height: 1500 }, javaScriptEnabled: false });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(pathToFileURL(report).href);

  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Contoso, an ordinary Monday');
  expect(await page.locator('figure svg').count()).toBe(4);
  for (const svg of await page.locator('figure svg').all())
    expect((await svg.boundingBox())!.width).toBeGreaterThan(300);
  expect(await page.locator('td.certain').count()).toBeGreaterThan(0);
  expect(asked).toEqual([pathToFileURL(report).href]);
  expect(readFileSync(report, 'utf8')).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/u);
  await takePicture(page, 'simulation');
});
