import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { ACS_ENDS, acsDependents } from '../../shared/core/config/acs-dependents';
import type { Azure } from '../azure/azure';
import { azureFindings } from '../azure/look';
import { azureByRest, signedInAccess } from '../azure/rest';
import type { Cli } from '../cli';
import { compileFolder, readFolder } from '../config-folder';
import type { Paint } from '../paint';
import { stampOf, type StampOptions } from '../stamp';
import type { Terminal } from '../terminal';
import { CliError } from '../told';
import { roleFindings, rolesSchema, subscriptionFindings, subscriptionsSchema } from './azure-findings';
import type { Finding } from './finding';
import { settingFindings } from './setting-findings';

interface DoctorOptions extends StampOptions {
  readonly settings?: string;
  readonly roles?: string;
  readonly subscriptions?: string;
  readonly tenant?: string;
  readonly config?: readonly string[];
  readonly group?: string;
  readonly subscription?: string;
}

/** `switchboard doctor`: what is missing, each with its remedy. */
export function addDoctor({ program, terminal, answer }: Cli): void {
  program
    .command('doctor')
    .summary('say what a stamp lacks')
    .description(
      'Looks at a stamp from outside, and at its application settings, and says what is missing and what to do about it.',
    )
    .option('--tenant <tenant>', 'a tenant that must have a live configuration')
    .option('--group <group>', 'its resource group: Azure itself is asked, as whoever is signed in to the Azure CLI')
    .option('--subscription <id>', 'the subscription of that group (AZURE_SUBSCRIPTION_ID)')
    .option('--settings <file>', 'its application settings, as `az functionapp config appsettings list` writes them')
    .option('--roles <file>', 'roles of its identity, as `az role assignment list --all --assignee` writes them')
    .option(
      '--subscriptions <file>',
      'its event subscriptions, as `az eventgrid system-topic event-subscription list` writes them',
    )
    .option(
      '--config <folders...>',
      'tenants’ folders, like config/contoso: says who depends on what Microsoft retires',
    )
    .option('--url <url>', 'the stamp (SWITCHBOARD_URL)')
    .action(
      answer(async (options: DoctorOptions) => {
        const { settings, roles, subscriptions, tenant, group, subscription, config = [] } = options;
        const findings = [
          ...(group === undefined ? [] : await inAzure(terminal, group, subscription)),
          ...(settings === undefined ? [] : settingFindings(settingsIn(terminal, settings))),
          ...(roles === undefined ? [] : roleFindings(listIn(terminal, roles, rolesSchema))),
          ...(subscriptions === undefined
            ? []
            : subscriptionFindings(listIn(terminal, subscriptions, subscriptionsSchema))),
          ...config.flatMap((folder) => endingFindings(terminal, folder)),
          ...(await stampFindings(terminal, options, tenant)),
        ];
        const missing = findings.filter(({ state }) => state === 'missing');
        return {
          exit: missing.length === 0 ? 'done' : 'incomplete',
          json: findings,
          lines: (paint) => findings.flatMap((one) => linesOf(one, paint)),
        };
      }),
    );
}

function linesOf(one: Finding, paint: Paint): readonly string[] {
  if (one.state === 'ok') return [`${paint('green', 'ok')} ${one.what}`];
  const state = paint(one.state === 'missing' ? 'red' : 'yellow', one.state);
  return [`${state} ${one.what}: ${one.found}`, `    ${one.remedy}`];
}

/** What a tenant uses of Azure Communication Services' retiring parts. */
function endingFindings(terminal: Terminal, folder: string): readonly Finding[] {
  const config = compileFolder(readFolder(terminal, folder));
  const { id } = config.tenant;
  const found = acsDependents(config).map(({ what, instead }): Finding => {
    return { what: `${id}: ${what}`, state: 'ends', found: `ends on ${ACS_ENDS}`, remedy: `Instead: ${instead}` };
  });
  return found.length > 0 ? found : [{ what: `${id} depends on nothing that ends`, state: 'ok' }];
}

async function inAzure(
  terminal: Terminal,
  group: string,
  subscription: string | undefined,
): Promise<readonly Finding[]> {
  const subscriptionId = subscription ?? terminal.env['AZURE_SUBSCRIPTION_ID'] ?? '';
  if (subscriptionId === '')
    throw new CliError('usage', 'Which subscription? Give --subscription, or set AZURE_SUBSCRIPTION_ID.');
  const azure: Azure = azureByRest(await signedInAccess());
  return azureFindings(azure, { subscriptionId, group }, terminal.now());
}

async function stampFindings(
  terminal: Terminal,
  options: StampOptions,
  tenant: string | undefined,
): Promise<readonly Finding[]> {
  const stamp = stampOf(terminal, options);
  const params = { tenantId: tenant ?? 'doctor' };
  try {
    await stamp.ask('getConfigHistory', { params, query: { limit: '1' } });
    return [...REACHED, { what: `configuration of ${params.tenantId}`, state: 'ok' }];
  } catch (thrown) {
    if (!(thrown instanceof CliError)) throw thrown;
    const found = thrown.message;
    if (thrown.exit !== 'refused') return [{ what: 'stamp and caller', state: 'missing', found, remedy: REMEDY }];
    if (tenant === undefined) return REACHED;
    const remedy = `switchboard apply config/${tenant} --reason "First"`;
    return [...REACHED, { what: `configuration of ${tenant}`, state: 'missing', found, remedy }];
  }
}

/** Whoever is refused what they ask for was let in. */
const REACHED: readonly Finding[] = ['stamp', 'caller'].map((what) => ({ what, state: 'ok' }));

const REMEDY =
  'Is the code published, and are all application settings there (--settings)? Does the caller hold Switchboard.Admin? az login signs in anew.';

/** A file that the Azure CLI wrote. */
function jsonIn({ folder }: Terminal, file: string): unknown {
  try {
    return JSON.parse(readFileSync(resolve(folder, file), 'utf8'));
  } catch {
    throw new CliError('usage', `${file} is no JSON that can be read.`);
  }
}

function listIn<Schema extends z.ZodType>(terminal: Terminal, file: string, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(jsonIn(terminal, file));
  if (parsed.success) return parsed.data;
  throw new CliError('usage', `${file} is not what the Azure CLI lists.`);
}

/** Settings as the Azure CLI lists them. */
function settingsIn(terminal: Terminal, file: string): Readonly<Record<string, string>> {
  const listed = jsonIn(terminal, file);
  if (!Array.isArray(listed)) throw new CliError('usage', `${file} is no list of application settings.`);
  const pairs = (listed as { name?: unknown; value?: unknown }[]).map(({ name, value }) => [
    String(name),
    typeof value === 'string' ? value : '',
  ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}
