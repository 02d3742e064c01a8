import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface BenchAgent {
  readonly id: string;
  readonly objectId: string;
}

/** Contoso with so many more agents in support, as a folder of its own. */
export function writeOrganisation(contoso: string, folder: string, count: number): readonly BenchAgent[] {
  cpSync(contoso, folder, { recursive: true });
  const agents = Array.from({ length: count }, (_, n) => {
    const number = String(n + 1).padStart(3, '0');
    return { id: `agent-${number}`, objectId: `0c0a5050-0000-4000-8000-000000100${number}` };
  });
  const lines = agents.flatMap(({ id, objectId }) => [
    `  - id: ${id}`,
    `    name: ${id.replace('agent-', 'Agent ')}`,
    `    entraObjectId: ${objectId}`,
    '    skills: [{ skill: technical, proficiency: 5 }]',
    '    queues: [support]',
  ]);
  writeFileSync(join(folder, 'more-agents.yaml'), `agents:\n${lines.join('\n')}\n`);
  return agents;
}
