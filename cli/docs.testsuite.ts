import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** The pages whose commands are tried. */
export const PAGES = ['configure.md', 'deploy.md', 'teams.md', 'after-acs.md'] as const;
export type Page = (typeof PAGES)[number];

/** Commands of a page, as they stand between two fences. */
export interface Block {
  readonly page: Page;
  readonly language: 'sh' | 'powershell';
  readonly text: string;
  /** The paragraph before it says so: it cannot be tried without a subscription or a Teams tenant. */
  readonly isMarked: boolean;
}

const textOf = (page: Page) => readFileSync(join(ROOT, 'docs', page), 'utf8');

export const blocksOf = (page: Page): readonly Block[] =>
  [...textOf(page).matchAll(/([^\n]*)\n\n```(sh|powershell)\n([\s\S]*?)```/g)].map(([, before, language, text]) => ({
    page,
    language: language as Block['language'],
    text: text ?? '',
    isMarked: /_needs (azure|teams)[:_]/i.test(before ?? ''),
  }));

/** How many fences of the page hold commands: also those that nobody types, as they are indented or made otherwise. */
export const fencesOf = (page: Page): number =>
  [...textOf(page).matchAll(/^\s*(?:```|~~~)/gm)].length / 2 - examplesIn(page).length;

/** Parts of a configuration, as files beside others. */
export const examplesIn = (page: Page): readonly string[] =>
  [...textOf(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? '');

/** The commands of a block; one that goes on behind a backslash is one. */
export const linesOf = ({ text }: Block): readonly string[] =>
  text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '');

/** The words of a command line after the name of the program. */
export const argsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(1);
