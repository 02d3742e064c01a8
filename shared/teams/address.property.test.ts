import fc from 'fast-check';
import { decodeActivity, encodeActivity } from './address';

const filled = fc.string({ minLength: 1, unit: 'grapheme' });

test('an activity that is encoded decodes to itself', () => {
  fc.assert(
    fc.property(filled, filled, (conversationId, activityId) => {
      expect(decodeActivity(encodeActivity({ conversationId, activityId }))).toEqual({ conversationId, activityId });
    }),
  );
});

test.each(['', 'a', 'a/', '/b', 'a/b/c', '%/b'])('%p is no activity', (text) => {
  expect(decodeActivity(text)).toBeUndefined();
});
