import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledConfig } from '../../core/config/compiled';
import { formatConfigError, readConfig } from '../../contracts/read-config';

const tenant = readFileSync(join(__dirname, '../../../config/contoso/tenant.yaml'), 'utf8');

export const FILES: Readonly<Record<string, string>> = {
  'tenant.yaml': tenant.slice(0, tenant.indexOf('# How conversations')),
  'hours.yaml': `
hours:
  - { id: office, timeZone: Europe/Berlin, weekly: { monday: ['08:00-18:00'] } }
`,
  'agents.yaml': `
agents:
  - { id: ada, name: Ada, entraObjectId: 0c0a5050-0000-4000-8000-0000000000b1, queues: [sales], skills: [{ skill: german, proficiency: 8 }] }
  - { id: bob, name: Bob, entraObjectId: 0c0a5050-0000-4000-8000-0000000000b2, queues: [sales, care] }
`,
};

/** Both queues; of sales also these lines. */
export const queues = (ofSales: string, ofCare = ''): string => `
skills:
  - { id: german, name: German }
queues:
  - id: sales
    name: Sales
    channels: { voice: {}, chat: {} }
${ofSales}
  - id: care
    name: Care
    channels: { voice: {}, chat: {}, sms: {} }
${ofCare}
`;

export const read = (text: string, others: Readonly<Record<string, string>> = {}) =>
  readConfig(
    Object.entries({ ...FILES, ...others, 'queues.yaml': text }).map(([file, body]) => ({ file, text: body })),
  );

export function compiled(ofSales: string): CompiledConfig {
  const result = read(queues(ofSales));
  if (!result.ok) throw new Error(result.error.map(formatConfigError).join('\n'));
  return result.value;
}

export function refusals(ofSales: string, ofCare = ''): readonly string[] {
  const result = read(queues(ofSales, ofCare));
  return result.ok ? [] : result.error.map(formatConfigError);
}
