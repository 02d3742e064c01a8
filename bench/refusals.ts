import { readConfig } from '../shared/contracts/read-config';
import { figure, processorMs, round } from './figure';

const LAUGHS = `a: &a [x, x, x, x, x, x, x, x, x]
${'bcdefghi'
  .split('')
  .map((name, n) => `${name}: &${name} [${`*${'abcdefgh'[n] ?? 'a'}, `.repeat(9)}]`)
  .join('\n')}
`;

/** What is made to take long. Everything else that is wrong is found in a file of an ordinary size. */
const HEAVY: Readonly<Record<string, string>> = {
  'aliases that unfold to millions': LAUGHS,
  'ten megabytes of comments': '# filler\n'.repeat(1_200_000),
  'ten megabytes in one value': `skills: [${'a'.repeat(10_000_000)}]`,
  'a million characters, all it may have': '# filler\n'.repeat(111_000),
  'lists in lists in lists': `skills:\n${'- '.repeat(100_000)}`,
  'brackets without end': `skills: ${'['.repeat(100_000)}`,
};

/** How long it takes to refuse a configuration that is broken on purpose: a second at most. */
export function benchRefusals(): void {
  for (const [what, text] of Object.entries(HEAVY)) {
    const processor = processorMs(() => {
      if (readConfig([{ file: 'broken.yaml', text }]).ok) throw new Error(`${what} was not refused.`);
    });
    figure('refusing a configuration', { what, processorMs: round(processor) });
  }
}
