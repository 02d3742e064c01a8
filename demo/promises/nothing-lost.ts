import { shownTo, storedWords, type Evidence } from '../evidence';
import { deleted } from '../stored';
import type { Told } from '../stories/told';
import { need, type Kept } from './promise';

export const nothingLost: Kept = {
  says: 'Every word of a customer is stored and stood before their agent; every answer reached the customer.',
  check: (evidence) => evidence.told.flatMap((one) => lostIn(evidence, one)),
  async breakIt({ stored }, evidence) {
    const words = evidence.told.flatMap((one) => storedWords(evidence, one));
    return deleted(stored, 'interactions', need(words.at(-1), 'word'));
  },
};

function lostIn(evidence: Evidence, one: Told): string[] {
  const stored = storedWords(evidence, one).map(({ text }) => text);
  const shown = shownTo(evidence, one.agentId);
  const heard = evidence.heard.get(one) ?? [];
  return [
    ...missing(one.written, stored, `${one.customer} wrote it and it is not stored`),
    ...missing(one.written, shown, `${one.customer} wrote it and ${one.agentId ?? 'nobody'} did not see it`),
    ...missing(one.answered, heard, `it did not reach ${one.customer}`),
  ];
}

const missing = (wanted: readonly string[], found: readonly string[], why: string): string[] =>
  wanted.filter((text) => !found.some((one) => one.includes(text))).map((text) => `'${text}': ${why}`);
