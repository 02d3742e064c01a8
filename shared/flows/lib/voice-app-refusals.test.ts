import { contosoFiles } from '../../../tests/contracts/fakes/world';
import { formatConfigError, readConfig } from '../../contracts/read-config';

const E1 = '0c0a5050-0000-4000-8000-0000000000e1';
const app = (id: string, objectId: string) =>
  `  - { id: ${id}, name: ${id}, objectId: ${objectId}, kind: callQueue }\n`;

/** Contoso with these voice apps, and these words of its entry points changed. */
function refusals(apps: string, [before, after]: readonly [string, string] = ['', '']): readonly string[] {
  const files = contosoFiles().map(({ name, content }) => {
    if (name === 'voice-apps.yaml') return { file: name, text: `voiceApps:\n${apps}` };
    return { file: name, text: name === 'entry-points.yaml' ? content.replace(before, after) : content };
  });
  const result = readConfig(files);
  return result.ok ? [] : result.error.map(formatConfigError);
}

describe('of what answers for Teams', () => {
  test('two accounts are no trouble', () => {
    expect(refusals(app('one', E1) + app('two', E1.replace('e1', 'e2')))).toEqual([]);
  });

  test('an account is named once, however it is written', () => {
    expect(refusals(app('one', E1) + app('two', E1.toUpperCase()))).toEqual([
      `voice-apps.yaml:3: voiceApps[1].objectId: '${E1}' is another voice app's already`,
    ]);
  });

  test('an account whose calls come to us would send callers in a circle', () => {
    expect(refusals(app('one', E1), ["'+14255550102'", `'28:orgid:${E1}'`])).toContain(
      `voice-apps.yaml:2: voiceApps[0].objectId: calls to '${E1}' come to us: it is an entry point`,
    );
  });

  test.each([
    ['no object id', app('one', 'head-office'), 'voiceApps[0].objectId'],
    ['another kind', app('one', E1).replace('callQueue', 'bot'), 'voiceApps[0].kind'],
  ])('%s is refused', (_name, apps, where) => {
    expect(refusals(apps).join()).toContain(where);
  });
});
