import { shownTo, storedWords, storyOf, type Evidence } from '../evidence';
import { replaced } from '../stored';
import type { Told } from '../stories/told';
import { need, type Kept } from './promise';

export const inOrder: Kept = {
  says: 'Words are kept, shown to the agent, and answered in the order in which they were said.',
  check: (evidence) => evidence.told.flatMap((one) => disorderIn(evidence, one)),
  async breakIt({ stored }, evidence) {
    const words = storedWords(evidence, storyOf(evidence, 'chat'));
    const first = need(words[0], 'word');
    const later = need(words.at(-1), 'word').sentAt + 1;
    return replaced(stored, 'interactions', first, { ...first, sentAt: later });
  },
};

function disorderIn(evidence: Evidence, one: Told): string[] {
  const shown = shownTo(evidence, one.agentId);
  return [
    ...disorder(
      one.written,
      storedWords(evidence, one).map(({ text }) => text),
      `the store, from ${one.customer}`,
    ),
    ...disorder(one.written, shown, `the chat of ${one.agentId ?? 'nobody'}`),
    ...disorder(one.answered, evidence.heard.get(one) ?? [], `what ${one.customer} got`),
  ];
}

/** Where each was found must rise; what is missing altogether is another promise's. */
function disorder(said: readonly string[], found: readonly string[], where: string): string[] {
  const places = said.map((text) => found.findIndex((one) => one.includes(text))).filter((place) => place >= 0);
  const isRising = places.every((place, index) => index === 0 || place > (places[index - 1] ?? -1));
  return isRising ? [] : [`The order in ${where} is not that of speaking.`];
}
