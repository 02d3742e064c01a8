import { stringify } from 'yaml';
import type { ConfigFile } from '../../shared/contracts/read-config';
import { chatFlow, mailFlow, phoneFlow, textFlow } from './flows';
import type { NewAgent, Newcomer } from './newcomer';

/** A configuration to begin with: one queue, office hours, a short flow for each channel, everybody in the queue. */
export function filesFor(newcomer: Newcomer): readonly ConfigFile[] {
  const { name } = newcomer;
  return [
    file('tenant.yaml', `${name}: who it is.`, tenantOf(newcomer)),
    file('hours.yaml', 'When customers are answered. Holidays are to be added.', { hours: [OFFICE] }),
    file('queues.yaml', 'Where customers wait.', { skills: [SERVICE], queues: [queueOf(newcomer)] }),
    file('agents.yaml', 'Who answers.', { agents: newcomer.agents.map(agentOf) }),
    file('entry-points.yaml', 'Where customers reach it.', { entryPoints: entryPointsOf(newcomer) }),
    file('texts.yaml', 'What Switchboard itself writes to customers.', { notices: noticesOf(name) }),
    ...flowsOf(newcomer),
  ];
}

function file(path: string, says: string, content: object, schema = '../schema/config.json'): ConfigFile {
  const head = `# yaml-language-server: $schema=${schema}\n# ${says}\n`;
  return { file: path, text: `${head}${stringify(content, { lineWidth: 0 })}` };
}

const flowsOf = ({ name, calls, texts, mailbox, chat }: Newcomer): readonly ConfigFile[] =>
  [
    ...(calls === null ? [] : [phoneFlow(name)]),
    ...(texts === null ? [] : [textFlow(name)]),
    ...(chat === null ? [] : [chatFlow(name)]),
    ...(mailbox === null ? [] : [mailFlow]),
  ].map((flow) => file(`flows/${flow.id}.yaml`, 'What a customer meets first.', flow, '../../schema/flow.json'));

const tenantOf = ({ id, name, entraTenantId, integrationModel, countries, timeZone, mailbox, texts }: Newcomer) => ({
  tenant: {
    ...{ id, name, entraTenantId, integrationModel },
    languages: ['en'],
    ...{ countries, timeZone },
    emailSender: 'graph',
    ...(texts === null ? {} : { smsSender: texts.carrier }),
    quietHours: { from: '21:00', to: '08:00' },
  },
  shards: [{ id: `${id}-main` }],
  ...(mailbox === null ? {} : { conversation: { email: { closeAfterBusinessDays: 5, businessHours: OFFICE.id } } }),
});

const OFFICE = {
  id: 'office',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, ['09:00-17:00']]),
  ),
};

const SERVICE = { id: 'service', name: 'Helps customers' };

const queueOf = ({ calls, texts, mailbox, chat }: Newcomer) => ({
  id: 'service',
  name: 'Customer service',
  channels: {
    ...(calls === null ? {} : { voice: { target: '20 s', offerDeadline: '20 s' } }),
    ...(chat === null ? {} : { chat: { target: '60 s', offerDeadline: '30 s' } }),
    ...(texts === null ? {} : { sms: { target: '5 min', offerDeadline: '60 s' } }),
    ...(mailbox === null ? {} : { email: { target: '8 business h', offerDeadline: '2 min' } }),
  },
  requirements: [{ skill: 'service' }],
  hours: 'office',
  wrapUp: '30 s',
  maxWait: '10 min',
});

const agentOf = ({ name, entraObjectId }: NewAgent) => ({
  id: name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, ''),
  name,
  entraObjectId,
  skills: [{ skill: 'service', proficiency: 5 }],
  queues: ['service'],
});

const entryPointsOf = ({ id, calls, texts, mailbox, chat }: Newcomer) => [
  ...addressesOf(calls).map((address, n) => ({
    id: n === 0 ? 'main-number' : `number-${String(n + 1)}`,
    channel: 'voice',
    address,
    ...(calls?.carrier.kind === 'trunk' ? { trunk: calls.carrier.trunk } : {}),
    ...{ flow: 'phone', queue: 'service' },
  })),
  ...(texts === null ? [] : [entryPoint('text-number', 'sms', texts.number, 'text')]),
  ...(chat === null ? [] : [{ ...entryPoint('web-chat', 'chat', `${id}-web`, 'chat'), provider: chat }]),
  ...(mailbox === null ? [] : [entryPoint('mailbox', 'email', mailbox, 'mail')]),
];

/** Calls to the numbers of a resource account come to the account, whatever was dialled. */
function addressesOf(calls: Newcomer['calls']): readonly string[] {
  if (calls === null) return [];
  const { carrier, numbers } = calls;
  return carrier.kind === 'teams' ? [`28:orgid:${carrier.resourceAccount.objectId}`] : numbers;
}

const entryPoint = (id: string, channel: string, address: string, flow: string) => ({
  ...{ id, channel, address, flow },
  queue: 'service',
});

const noticesOf = (name: string) => ({
  optOutConfirmation: { en: `${name}: you will get no more texts from this number. Reply START to have them again.` },
  optInConfirmation: { en: `${name}: you will get our texts again. Reply STOP to end them.` },
  help: {
    en: `${name} customer service. Write what you need. Reply STOP to end texts. Rates of your carrier may apply.`,
  },
  chatNudge: { en: 'Are you still there? The chat closes in a few minutes if you do not write.' },
  chatClosed: { en: 'We have closed this chat because it was quiet. Write again whenever you like.' },
});
