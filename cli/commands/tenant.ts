import { InvalidArgumentError, Option } from 'commander';
import type { Cli } from '../cli';
import { compileFolder } from '../config-folder';
import { filesFor } from '../onboarding/files';
import {
  CARRIERS,
  CHAT_PROVIDERS,
  TEXT_CARRIERS,
  type Carrier,
  type NewAgent,
  type Newcomer,
} from '../onboarding/newcomer';
import { stepsFor } from '../onboarding/steps';
import { CliError } from '../told';
import { folderToWrite, writeInto } from '../write-folder';

interface AddOptions {
  readonly name: string;
  readonly entraTenant: string;
  readonly agent: readonly NewAgent[];
  readonly country: readonly string[];
  readonly timeZone: string;
  readonly model: string;
  readonly number?: readonly string[];
  readonly carrier: (typeof CARRIERS)[number];
  readonly resourceAccount?: string;
  readonly trunk?: string;
  readonly textNumber?: string;
  readonly textCarrier: (typeof TEXT_CARRIERS)[number];
  readonly mailbox?: string;
  readonly chat: boolean;
  readonly chatProvider: (typeof CHAT_PROVIDERS)[number];
  readonly folder?: string;
  readonly force: boolean;
}

/** `switchboard tenant add`: an organisation as files, checked, and what remains to be done by whom. */
export function addTenant({ program, terminal, answer }: Cli): void {
  program
    .command('tenant')
    .summary('prepare an organisation')
    .command('add')
    .summary('write the files of an organisation')
    .description('Writes a checked configuration for an organisation, and says what remains to be done and by whom.')
    .argument('<tenant>', 'its id: lower-case letters, digits and hyphens')
    .requiredOption('--name <name>', 'what customers call it')
    .requiredOption('--entra-tenant <id>', 'its directory: only people of it may sign in')
    .requiredOption('--agent <name=objectId...>', 'who answers: name and Entra object id', agentOption)
    .requiredOption('--country <code...>', 'countries whose numbers may be called and texted')
    .requiredOption('--time-zone <zone>', 'like Europe/Berlin')
    .option('--model <model>', 'the integration model', 'extendAndPower')
    .option('--number <number...>', 'numbers for calls, like +14255550100')
    .addOption(new Option('--carrier <carrier>', 'what brings calls').choices(CARRIERS).default('teams'))
    .option('--resource-account <upn=objectId>', 'with --carrier teams: the resource account that has the numbers')
    .option('--trunk <name>', 'with --carrier trunk: what the session border controller calls itself for this tenant')
    .option('--text-number <number>', 'a number for texts')
    .addOption(new Option('--text-carrier <carrier>', 'who carries texts').choices(TEXT_CARRIERS).default('telesign'))
    .option('--mailbox <address>', 'a mailbox of its customers')
    .option('--chat', 'chat on its web site', false)
    .addOption(new Option('--chat-provider <who>', 'who carries chats').choices(CHAT_PROVIDERS).default('switchboard'))
    .option('--folder <folder>', 'where to (config/<tenant>)')
    .option('--force', 'write over files that are there', false)
    .action(
      answer((id: string, options: AddOptions) => {
        const folder = options.folder ?? `config/${id}`;
        const newcomer = newcomerOf(id, options);
        const files = filesFor(newcomer);
        compileFolder(files);
        const root = folderToWrite(terminal, folder, options.force);
        for (const { file, text } of files) writeInto(root, file, text);
        const steps = stepsFor(newcomer, folder, terminal.env['SWITCHBOARD_API_CLIENT_ID'] ?? '<API client id>');
        return {
          exit: 'done',
          json: { tenant: id, folder, files: files.map(({ file }) => file), steps },
          lines: (paint) => [
            `${paint('green', 'written')} ${folder}: ${String(files.length)} files`,
            ...steps.flatMap(({ who, what, how }, n) => [
              `${String(n + 1)}. ${what} ${paint('bold', `(${who})`)}`,
              ...how.map((line) => `   ${line}`),
            ]),
          ],
        };
      }),
    );
}

function agentOption(text: string, before: readonly NewAgent[] = []): readonly NewAgent[] {
  const [, name, entraObjectId] = /^([^=]{1,100})=([0-9a-f-]{36})$/u.exec(text) ?? [];
  if (name === undefined || entraObjectId === undefined)
    throw new InvalidArgumentError('An agent is a name and an object id, like "Adele Vance=0c0a5050-…".');
  return [...before, { name, entraObjectId }];
}

function newcomerOf(id: string, options: AddOptions): Newcomer {
  const { number: numbers = [], textNumber, textCarrier, mailbox = null, chat, chatProvider } = options;
  if (numbers.length === 0 && textNumber === undefined && mailbox === null && !chat)
    throw new CliError('usage', 'How do customers reach it? Give --number, --text-number, --mailbox or --chat.');
  return {
    id,
    name: options.name,
    entraTenantId: options.entraTenant,
    countries: options.country,
    timeZone: options.timeZone,
    integrationModel: options.model,
    agents: options.agent,
    calls: numbers.length === 0 ? null : { numbers, carrier: carrierOf(options) },
    texts: textNumber === undefined ? null : { number: textNumber, carrier: textCarrier },
    mailbox,
    chat: chat ? chatProvider : null,
  };
}

function carrierOf({ carrier, resourceAccount, trunk }: AddOptions): Carrier {
  switch (carrier) {
    case 'teams':
      if (resourceAccount === undefined)
        throw new CliError('usage', 'Which Teams resource account has the numbers? Give --resource-account.');
      return { kind: 'teams', resourceAccount: accountIn(resourceAccount) };
    case 'trunk':
      if (trunk === undefined) throw new CliError('usage', 'Which trunk brings its calls? Give --trunk.');
      return { kind: 'trunk', trunk };
    case 'acs':
      return { kind: 'acs' };
    default:
      return carrier satisfies never;
  }
}

function accountIn(text: string): { readonly name: string; readonly objectId: string } {
  const [, name, objectId] = /^([^=\s]+@[^=\s]+)=([0-9a-f-]{36})$/u.exec(text) ?? [];
  if (name === undefined || objectId === undefined)
    throw new CliError(
      'usage',
      'A resource account is its name and its object id, like line@contoso.example=0c0a5050-…',
    );
  return { name, objectId };
}
