import { readLocalOptions, type LocalOptions } from '../options';

const read = (...args: string[]): LocalOptions => {
  const options = readLocalOptions(args, '/app');
  if (options === 'help') throw new Error('Options were wanted.');
  return options;
};

test('smooth, one host is enough', () => {
  expect(read()).toMatchObject({ hosts: 1, roughSeed: undefined });
});

test('the organisation is Contoso unless another folder is given', () => {
  expect(read().organisationFolder).toBe('/app/config/contoso');
  expect(read('--organisation', '/elsewhere').organisationFolder).toBe('/elsewhere');
});

test('rough, there are two hosts, more if asked, and a seed that can be set', () => {
  expect(read('--rough')).toMatchObject({ hosts: 2, roughSeed: expect.any(Number) as number });
  expect(read('--rough', '--hosts', '3', '--seed', '7')).toMatchObject({ hosts: 3, roughSeed: 7 });
});

test.each([
  ['--hosts wants a number from 2', ['--rough', '--hosts', '1']],
  ['--seed is for --rough', ['--seed', '7']],
  ['--seed wants a whole number', ['--rough', '--seed', 'seven']],
])('%s', (refusal, args) => {
  expect(() => read(...args)).toThrow(refusal);
});
