/** The page of recordings. */
export const recordings = {
  day: 'Day',
  organisation: 'Organisation',
  none: 'Nothing was recorded on this day.',
  with: (who: string) => `Recording with ${who}`,
  kinds: { call: 'Call', voicemail: 'Message' },
  play: (length: string) => `Play (${length})`,
  noFile: 'There is no file: it is not there yet, or it was deleted.',
  pauses: (count: number) => (count === 1 ? 'paused once' : `paused ${count} times`),
  keptUntil: (when: string) => `kept until ${when}`,
  onHold: 'Legal hold',
  hold: 'Put on legal hold',
  release: 'End the legal hold',
  read: 'Read what was said',
  words: 'What was said',
  noWords: 'Nothing was written down.',
};
