import { classifyText, isBareThanks } from './classify-text';

test.each([
  ['STOP', 'stop'],
  [' stop! ', 'stop'],
  ['Opt out', 'stop'],
  ['Unsubscribe.', 'stop'],
  ['START', 'start'],
  ['unstop', 'start'],
  ['Help?', 'help'],
  ['please stop the delivery', 'none'],
  ['stop by at noon', 'none'],
  ['', 'none'],
])('%p is %s', (text, expected) => {
  expect(classifyText(text)).toBe(expected);
});

test('words of a language count for whoever speaks it, or when nobody knows', () => {
  expect(classifyText('Désabonner', 'fr-FR')).toBe('stop');
  expect(classifyText('Désabonner')).toBe('stop');
  expect(classifyText('Désabonner', 'de')).toBe('none');
  expect(classifyText('stop', 'de')).toBe('stop');
});

test('thanks alone is thanks; thanks with a question is not', () => {
  expect(isBareThanks('Thank you!')).toBe(true);
  expect(isBareThanks('Danke schön')).toBe(true);
  expect(isBareThanks('Thanks, and when does it arrive?')).toBe(false);
});
