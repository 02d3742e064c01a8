import { contosoFiles } from '../../tests/contracts/fakes/world';
import { readConfig } from './read-config';

/** The codes for which Contoso's files are refused once one of them reads otherwise. */
function refusals(file: string, text: string, replacement: string, support = '  support:\n'): readonly string[] {
  const files = contosoFiles().map(({ name, content }) => ({
    file: name,
    text: name === file ? content.replace(text, replacement).replace('  support:\n', support) : content,
  }));
  const before = contosoFiles().find(({ name }) => name === file)?.content;
  if (before?.includes(text) !== true) throw new Error(`${file} does not say: ${text}`);
  const result = readConfig(files);
  return result.ok ? [] : [...new Set(result.error.map(({ code }) => code))];
}

test('an agent who serves queues of two shards is refused', () => {
  const sharded = contosoFiles().map(({ name, content }) => {
    if (name === 'tenant.yaml')
      return { file: name, text: content.replace('  - id: contoso-main', '  - id: one\n  - id: two') };
    if (name !== 'queues.yaml' && name !== 'agents.yaml') return { file: name, text: content };
    const text = content
      .replace('  - id: sales\n    name: Sales', '  - id: sales\n    shard: one\n    name: Sales')
      .replace('  - id: support\n    name: Support', '  - id: support\n    shard: two\n    name: Support')
      .replaceAll('queues: [sales]\n', 'queues: [sales]\n    shard: one\n')
      .replaceAll('queues: [support]\n', 'queues: [support]\n    shard: two\n')
      .replace('level: 2 }]\n', 'level: 2 }]\n    shard: one\n');
    return { file: name, text };
  });
  const result = readConfig(sharded);
  expect(result.ok ? [] : result.error.map(({ code, path }) => [code, path.slice(0, 2).join('.')])).toEqual([
    ['otherShard', 'agents.4'],
  ]);
});

test('one person cannot be two agents', () => {
  expect(refusals('agents.yaml', '0000000000a2', '0000000000a1')).toEqual(['duplicateId']);
});

test('calls are refused where the integration model or the voice profile has none, with the reason', () => {
  expect(refusals('tenant.yaml', 'integrationModel: extendAndPower', 'integrationModel: teamsVoiceApps')).toEqual([
    'notPossible',
  ]);
  const account = "address: '28:orgid:0c0a5050-0000-4000-8000-0000000000d1'";
  expect(refusals('entry-points.yaml', "address: '+14255550102'", account)).toEqual([]);
  expect(refusals('entry-points.yaml', "address: '+14255550102'", "address: '28:orgid:somebody'")).toEqual([
    'invalidAddress',
  ]);
  const files = contosoFiles().map(({ name, content }) => ({
    file: name,
    text: content
      .replace('integrationModel: extendAndPower', 'integrationModel: connect')
      .replace("address: '+14255550102'", account),
  }));
  const connect = readConfig(files);
  expect(connect.ok ? [] : connect.error.map(({ code }) => code)).toEqual(['notPossible']);
});

test('a form that promises calls names an entry point that takes them', () => {
  expect(refusals('tenant.yaml', 'forms: [reception-number]', 'forms: [web-chat]')).toEqual(['unknownEntryPoint']);
});

test('a path that ends in nothing is refused', () => {
  expect(refusals('flows/text.yaml', '    whenTooLong: too-long\n', '')).toContain('deadEnd');
});

test('a path that leads to no node is refused', () => {
  expect(refusals('flows/text.yaml', 'otherwise: support', 'otherwise: nowhere')).toContain('unknownNode');
});

test('a queue that nobody serves is refused', () => {
  expect(refusals('agents.yaml', 'queues: [support]\n  - id: diego', 'queues: [sales]\n  - id: diego')).toEqual([]);
  const nobody = contosoFiles().map(({ name, content }) => ({
    file: name,
    text: name === 'agents.yaml' ? content.replaceAll('support', 'sales') : content,
  }));
  const result = readConfig(nobody);
  expect(result.ok ? [] : result.error.map(({ code }) => code)).toContain('queueNobodyServes');
});

test('who is called sees a number of the tenant alone, and only calls of a number show another', () => {
  const showing = (address: string, number: string) =>
    refusals('entry-points.yaml', `address: ${address},`, `address: ${address}, callerId: '${number}',`);
  expect(showing("'+14255550100'", '+14255550102')).toEqual([]);
  expect(showing("'+14255550100'", '+14255550101')).toEqual(['invalidAddress']);
  expect(showing("'+14255550100'", '+18005550199')).toEqual(['invalidAddress']);
  expect(showing('contoso-web', '+14255550100')).toEqual(['notPossible']);
});

test('only mails through Graph leave as another address, and as one that is an address', () => {
  const sending = (address: string, as: string) =>
    refusals('entry-points.yaml', `address: ${address},`, `address: ${address}, sendAs: '${as}',`);
  expect(sending('help@contoso.example', 'Care@contoso.example')).toEqual([]);
  expect(sending('help@contoso.example', 'care at contoso')).toEqual(['invalidAddress']);
  expect(sending('contoso-web', 'care@contoso.example')).toEqual(['notPossible']);
  const byAcs = contosoFiles().map(({ name, content }) => ({
    file: name,
    text: content
      .replace('emailSender: graph', 'emailSender: acs')
      .replace('address: help@contoso.example,', 'address: help@contoso.example, sendAs: care@contoso.example,'),
  }));
  const result = readConfig(byAcs);
  expect(result.ok ? [] : result.error.map(({ code }) => code)).toEqual(['notPossible']);
});

test('headers of a transfer are named as a controller passes them on, and say what the flow knows', () => {
  const handing = (headers: string) =>
    refusals(
      'flows/reception.yaml',
      'words: [agent, person, 担当者], next: support }\n',
      `words: [agent, person, 担当者], next: out }\n`,
      `  out:\n    kind: transfer\n    to: '+14255550188'\n    headers: ${headers}\n    failed: support\n  support:\n`,
    );
  expect(handing("{ User-To-User: 'tier={tier}', X-MS-Custom-Tier: '{tier}' }")).toEqual([]);
  expect(handing("{ X-Tier: '{nothing}' }")).toEqual(['unknownVariable']);
  expect(handing("{ Contact: 'x' }")).toEqual(['invalid']);
  expect(handing('{ X-A: a, X-B: b, X-C: c, X-D: d, X-E: e, X-F: f }')).toEqual(['invalid']);
});
