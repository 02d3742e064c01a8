// Misspelt on purpose:
// cspell:ignore bcdefghi queus treatmant fone helpdesk frontdesk
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type Files = Record<string, string>;
/** A tenant of its own, which does not change with the sample: the lines below are counted in it. */
const FOLDER = join(__dirname, 'fixture');
const KEPT: Readonly<Files> = Object.fromEntries(
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(FOLDER, file)).isFile())
    .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(FOLDER, file), 'utf8')]),
);
export const contoso = (): Files => ({ ...KEPT });

/** Contoso with a text of a file replaced; fails when the text is not there. */
function edit(file: string, from: string | RegExp, to: string): Files {
  const files = contoso();
  const before = files[file] ?? '';
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} does not contain ${String(from)}.`);
  return { ...files, [file]: after };
}
const add = (file: string, text: string): Files => ({ ...contoso(), [file]: text });
const without = (file: string): Files =>
  Object.fromEntries(Object.entries(contoso()).filter(([name]) => name !== file));

/** Aliases of aliases: nine levels of nine are 387 million lines of YAML. */
const LAUGHS = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    'bcdefghi'.split('').map((name, n) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[n]}`).join(', ')}]`),
  )
  .join('\n');

interface Broken {
  readonly what: string;
  readonly files: () => Files;
  /** The place of the first reason: file, line and field. */
  readonly at: readonly [file: string, line: number, path: string];
  readonly why: RegExp;
}

const one = (what: string, at: Broken['at'], why: RegExp, files: () => Files): Broken => ({ what, at, why, files });

const TYPOS: readonly Broken[] = [
  one('a section that is not there', ['queues.yaml', 7, 'queus'], /no such field/, () =>
    edit('queues.yaml', 'queues:', 'queus:'),
  ),
  one('a field that is not there', ['queues.yaml', 18, 'queues[0].hour'], /no such field/, () =>
    edit('queues.yaml', 'hours: office', 'hour: office'),
  ),
  one('a number for a name', ['queues.yaml', 9, 'queues[0].name'], /string/, () =>
    edit('queues.yaml', 'name: Sales', 'name: 7'),
  ),
  one('an id with a space', ['queues.yaml', 8, 'queues[0].id'], /./, () =>
    edit('queues.yaml', '- id: sales\n    name', '- id: my sales\n    name'),
  ),
  one('a proficiency of 11', ['agents.yaml', 8, 'agents[0].skills[0].proficiency'], /10/, () =>
    edit('agents.yaml', 'proficiency: 8', 'proficiency: 11'),
  ),
  one('a duration without a unit', ['queues.yaml', 19, 'queues[0].wrapUp'], /./, () =>
    edit('queues.yaml', 'wrapUp: 30 s', "wrapUp: '30'"),
  ),
  one('a target that is none', ['queues.yaml', 12, 'queues[0].channels.voice.target'], /20 s/, () =>
    edit('queues.yaml', 'target: 20 s', 'target: soon'),
  ),
  one('a channel that is not there', ['queues.yaml', 12, 'queues[0].channels.fax'], /no such field/, () =>
    edit('queues.yaml', 'voice: {', 'fax: {'),
  ),
  one('a queue without channels', ['queues.yaml', 11, 'queues[0].channels'], /./, () =>
    edit('queues.yaml', /channels:\n {6}voice.*\n.*\n.*\n.*\n/, 'channels: {}\n'),
  ),
  one('a directory that is no GUID', ['tenant.yaml', 7, 'tenant.entraTenantId'], /GUID/, () =>
    edit('tenant.yaml', '0c0a5050-0000-4000-8000-000000000001', 'contoso.com'),
  ),
  one('a country by its name', ['tenant.yaml', 12, 'tenant.countries[1]'], /two capital letters/, () =>
    edit('tenant.yaml', 'DE, GB', 'Germany, GB'),
  ),
  one('a time zone by its nickname', ['tenant.yaml', 13, 'tenant.timeZone'], /Europe\/Berlin/, () =>
    edit('tenant.yaml', 'America/New_York', 'New York'),
  ),
  one('a model that is not there', ['tenant.yaml', 8, 'tenant.integrationModel'], /./, () =>
    edit('tenant.yaml', 'extendAndPower', 'extend'),
  ),
  one('a kind of step that is not there', ['flows/phone.yaml', 8, 'nodes.greeting.kind'], /./, () =>
    edit('flows/phone.yaml', 'kind: say', 'kind: shout'),
  ),
  one('a flow without a start', ['flows/mail.yaml', 3, 'start'], /./, () =>
    edit('flows/mail.yaml', 'start: support\n', ''),
  ),
  one('a key of two digits', ['flows/phone.yaml', 27, 'nodes.choice.options[0].digit'], /./, () =>
    edit('flows/phone.yaml', "digit: '1'", "digit: '11'"),
  ),
];

const UNREADABLE: readonly Broken[] = [
  one('a tab for a space', ['hours.yaml', 5, ''], /./, () => edit('hours.yaml', '    weekly:', '\tweekly:')),
  one('a bracket that stays open', ['entry-points.yaml', 5, ''], /./, () =>
    edit('entry-points.yaml', 'queue: support }', 'queue: support'),
  ),
  one('a field that comes twice', ['queues.yaml', 19, ''], /unique/, () =>
    edit('queues.yaml', 'hours: office', 'hours: office\n    hours: office'),
  ),
  one('an alias of nothing', ['flows/chat.yaml', 34, ''], /alias/i, () =>
    edit('flows/chat.yaml', '*treatment', '*treatmant'),
  ),
  one('a list where there are sections', ['queues.yaml', 1, ''], /./, () => add('queues.yaml', '- id: sales\n')),
  one('no content', ['empty.yaml', 1, ''], /./, () => add('empty.yaml', '')),
  one('aliases that unfold to millions', ['bomb.yaml', 2, ''], /alias/i, () => add('bomb.yaml', LAUGHS)),
  one('an alias of itself', ['loop.yaml', 1, 'skills[0]'], /./, () => add('loop.yaml', 'skills: &a [*a]')),
  one('ten megabytes', ['large.yaml', 1, ''], /too large/, () => add('large.yaml', '# filler\n'.repeat(1_200_000))),
  one('ten megabytes in one line', ['large.yaml', 1, ''], /too large/, () =>
    add('large.yaml', `skills: [${'a'.repeat(10_000_000)}]`),
  ),
  one('more files than a version can hold', ['zz-b.yaml', 1, ''], /too large/, () => ({
    ...contoso(),
    'zz-a.yaml': '# filler\n'.repeat(100_000),
    'zz-b.yaml': '# filler\n'.repeat(100_000),
  })),
  one('lists in lists in lists', ['deep.yaml', 2, ''], /too deep/, () =>
    add('deep.yaml', `skills:\n${'- '.repeat(100_000)}`),
  ),
  one('brackets without end', ['deep.yaml', 1, ''], /./, () => add('deep.yaml', `skills: ${'['.repeat(100_000)}`)),
];

const REFERENCES: readonly Broken[] = [
  one('unknown hours of a queue', ['queues.yaml', 18, 'queues[0].hours'], /no hours 'offices'/, () =>
    edit('queues.yaml', 'hours: office', 'hours: offices'),
  ),
  one('an unknown skill of a queue', ['queues.yaml', 17, 'queues[0].requirements[0].skill'], /no skill 'sails'/, () =>
    edit('queues.yaml', '- { skill: sales }', '- { skill: sails }'),
  ),
  one('an unknown skill of an agent', ['agents.yaml', 8, 'agents[0].skills[0].skill'], /no skill 'selling'/, () =>
    edit('agents.yaml', '{ skill: sales, proficiency: 8 }', '{ skill: selling, proficiency: 8 }'),
  ),
  one('an unknown queue of an agent', ['agents.yaml', 9, 'agents[0].queues[0]'], /no queue 'sail'/, () =>
    edit('agents.yaml', 'queues: [sales]', 'queues: [sail]'),
  ),
  one('an unknown flow', ['entry-points.yaml', 4, 'entryPoints[0].flow'], /no flow 'fone'/, () =>
    edit('entry-points.yaml', 'flow: phone', 'flow: fone'),
  ),
  one(
    'an unknown queue of an entry point',
    ['entry-points.yaml', 4, 'entryPoints[0].queue'],
    /no queue 'helpdesk'/,
    () => edit('entry-points.yaml', 'queue: support', 'queue: helpdesk'),
  ),
  one('a flow of another channel', ['entry-points.yaml', 4, 'entryPoints[0].flow'], /does not serve voice/, () =>
    edit('entry-points.yaml', 'flow: phone', 'flow: chat'),
  ),
  one('an unknown step', ['flows/phone.yaml', 10, 'nodes.greeting.next'], /./, () =>
    edit('flows/phone.yaml', 'next: open', 'next: opening'),
  ),
  one('an unknown queue of a step', ['flows/mail.yaml', 9, 'nodes.support.queue'], /no queue/, () =>
    edit('flows/mail.yaml', 'queue: support', 'queue: helpdesk'),
  ),
  one('an unknown assistant', ['flows/chat.yaml', 9, 'nodes.hello.assistant'], /./, () =>
    edit('flows/chat.yaml', 'assistant: front-desk', 'assistant: frontdesk'),
  ),
  one('a route that no assistant takes', ['flows/chat.yaml', 13, 'nodes.hello.routes'], /./, () =>
    edit('flows/chat.yaml', '{ sales: sales', '{ sail: sales'),
  ),
  one('an unknown shard', ['agents.yaml', 7, 'agents[0].shard'], /no shard/, () =>
    edit('agents.yaml', 'name: Adele Vance', 'name: Adele Vance\n    shard: elsewhere'),
  ),
  one('unknown business hours', ['tenant.yaml', 27, 'conversation.email.businessHours'], /no hours/, () =>
    edit('tenant.yaml', 'businessHours: office', 'businessHours: always'),
  ),
  one('an unknown queue of a wrap-up code', ['queues.yaml', 36, 'wrapUpCodes[0].queues[0]'], /no queue/, () =>
    edit('queues.yaml', 'queues: [sales] }', 'queues: [sale] }'),
  ),
];

const SENSE: readonly Broken[] = [
  one('a flow that goes in a circle', ['flows/phone.yaml', 16, 'nodes.choice'], /./, () =>
    edit('flows/phone.yaml', 'open: choice\n    closed: closed', 'open: greeting\n    closed: greeting'),
  ),
  one('a step that cannot be reached', ['flows/mail.yaml', 24, 'nodes.attic'], /./, () =>
    edit(
      'flows/mail.yaml',
      /$/,
      '  attic:\n    kind: close\n    reason: completed\n    text: { en: Bye, de: Bis bald }\n',
    ),
  ),
  one('a text that lacks a language', ['flows/phone.yaml', 9, 'nodes.greeting.text.de'], /no text in 'de'/, () =>
    edit('flows/phone.yaml', '{ en: Welcome to Contoso., de: Willkommen bei Contoso. }', '{ en: Welcome to Contoso. }'),
  ),
  one('hours that end before they begin', ['hours.yaml', 6, 'hours[0].weekly.monday[0]'], /ends before it begins/, () =>
    edit('hours.yaml', "monday: ['08:00-20:00']", "monday: ['20:00-08:00']"),
  ),
  one('an hour that is none', ['hours.yaml', 6, 'hours[0].weekly.monday[0]'], /09:00-18:00/, () =>
    edit('hours.yaml', "monday: ['08:00-20:00']", "monday: ['08:00-25:00']"),
  ),
  one('hours that overlap', ['hours.yaml', 6, 'hours[0].weekly.monday[1]'], /before the one before it ends/, () =>
    edit('hours.yaml', "monday: ['08:00-20:00']", "monday: ['08:00-20:00', '19:00-21:00']"),
  ),
  one('a day that is none', ['hours.yaml', 19, 'hours[0].holidays[4].date'], /no day/, () =>
    edit('hours.yaml', '2026-05-25', '2026-02-30'),
  ),
  one('a holiday that comes twice', ['hours.yaml', 15, 'hours[0].holidays[1].date'], /twice/, () =>
    edit('hours.yaml', 'date: 07-04', 'date: 01-01'),
  ),
  one('a place that never opens', ['hours.yaml', 5, 'hours[0].weekly'], /never opens/, () =>
    edit('hours.yaml', /weekly:[\s\S]*$/, 'weekly: {}\n'),
  ),
  one('an id that comes twice', ['agents.yaml', 10, 'agents[1].id'], /already/, () =>
    edit('agents.yaml', 'id: bianca', 'id: adele'),
  ),
  one('a person who is two agents', ['agents.yaml', 12, 'agents[1].entraObjectId'], /already agent 'adele'/, () =>
    edit('agents.yaml', '0000000000a2', '0000000000a1'),
  ),
  one('an address that comes twice', ['entry-points.yaml', 5, 'entryPoints[1].address'], /already that of/, () =>
    edit('entry-points.yaml', "channel: sms, address: '+14255550101'", "channel: voice, address: '+14255550100'"),
  ),
  one('a number that is none', ['entry-points.yaml', 4, 'entryPoints[0].address'], /not like/, () =>
    edit('entry-points.yaml', '+14255550100', '555-0100'),
  ),
  one('a skill that nobody has', ['queues.yaml', 6, 'skills[3].id'], /no agent has/, () =>
    edit(
      'queues.yaml',
      '- { id: german, name: Speaks German }',
      '- { id: german, name: Speaks German }\n  - { id: dutch, name: Speaks Dutch }',
    ),
  ),
  one('a queue that nobody serves', ['queues.yaml', 21, 'queues[1].id'], /no agent serves/, () =>
    edit(
      'queues.yaml',
      '  - id: support\n',
      '  - id: billing\n    name: Billing\n    channels: { chat: {} }\n  - id: support\n',
    ),
  ),
  one('a tenant that is told twice', ['zz-second.yaml', 1, 'tenant'], /already in/, () =>
    add(
      'zz-second.yaml',
      contoso()
        ['tenant.yaml']!.split('\n')
        .slice(1, 18)
        .join('\n')
        .replace(/^#.*\n/u, '') + '\n',
    ),
  ),
  one('no tenant', ['agents.yaml', 4, 'tenant'], /no file has the section tenant/, () => without('tenant.yaml')),
  one('no notice that a channel needs', ['texts.yaml', 3, 'notices.help'], /needs the notice/, () =>
    edit('texts.yaml', /  help:\n.*\n.*\n/, ''),
  ),
  one(
    'a conversation that is more than an agent can hold',
    ['agents.yaml', 35, 'agents[4].capacity.channels.chat.units'],
    /takes 500 of 100/,
    () => edit('agents.yaml', 'chat: { units: 50 }', 'chat: { units: 500 }'),
  ),
];

export const BROKEN = [...TYPOS, ...UNREADABLE, ...REFERENCES, ...SENSE];
