import { readFileSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { instance } from '@viz-js/viz';
import { flowSource } from '../../shared/contracts/flow';
import { flowScript } from '../../shared/contracts/flow-script';
import { yamlFault } from '../../shared/contracts/read-config';
import { toDot, toMermaid } from '../../shared/core/flow/draw';
import type { FlowSource } from '../../shared/core/flow/source';
import type { Cli } from '../cli';
import { compileFolder, readFolder } from '../config-folder';
import { playCase, type CaseResult } from '../flow-cases';
import type { Terminal } from '../terminal';
import { CliError, type Told } from '../told';

/** `switchboard flow`: tries flows against scripts, and draws them. Neither needs a stamp. */
export function addFlow({ program, terminal, answer }: Cli): void {
  const flow = program
    .command('flow')
    .summary('try and draw flows')
    .description('Tries flows against scripts, and draws them.');
  flow
    .command('test')
    .description('Plays scripts against the flows of a configuration: keys, words, hours, what look-ups answer.')
    .argument('<folder>', 'a tenant’s folder, like config/contoso')
    .argument('<script...>', 'files of cases, each for one flow')
    .action(answer((folder: string, scripts: readonly string[]) => testFlows(terminal, folder, scripts)));
  flow
    .command('draw')
    .description('Draws a flow, as Mermaid or as SVG.')
    .argument('<folder>', 'a tenant’s folder, like config/contoso')
    .argument('<flow>', 'the id of a flow')
    .option('--out <file>', 'write it to a file; .svg draws it, anything else is Mermaid')
    .action(
      answer((folder: string, id: string, { out }: { out?: string }) =>
        drawFlow(terminal, { folder, id, out: out ?? null }),
      ),
    );
}

function testFlows(terminal: Terminal, folder: string, scripts: readonly string[]): Told {
  const config = compileFolder(readFolder(terminal, folder));
  const results = scripts.flatMap((file) => {
    const script = flowScript.safeParse(yamlIn(terminal, file));
    if (!script.success) {
      const faults = script.error.issues.map(({ path, message }) => ({ path: `${file} ${path.join('.')}`, message }));
      throw new CliError('usage', `${file} is no script.`, faults);
    }
    const { flow: id, cases } = script.data;
    const flow = config.flows.get(id);
    if (flow === undefined) throw new CliError('usage', `${file}: there is no flow '${id}' that can be run.`);
    return cases.map((one) => ({ file, ...playCase(config, flow, one, terminal.now()) }));
  });
  return toldOfCases(results);
}

function toldOfCases(results: readonly (CaseResult & { readonly file: string })[]): Told {
  const failed = results.filter(({ faults }) => faults.length > 0);
  return {
    exit: failed.length === 0 ? 'done' : 'scenarioFailed',
    json: { cases: results.length, failed: failed.length, results },
    lines: (paint) => [
      ...results.flatMap(({ name, faults }) => [
        `${faults.length === 0 ? paint('green', 'ok') : paint('red', 'failed')} ${name}`,
        ...faults.map((fault) => `  ${fault}`),
      ]),
      `${results.length - failed.length} of ${results.length} cases`,
    ],
  };
}

interface Drawing {
  readonly folder: string;
  readonly id: string;
  readonly out: string | null;
}

async function drawFlow(terminal: Terminal, { folder, id, out }: Drawing): Promise<Told> {
  const flow = sourceOf(terminal, folder, id);
  const isSvg = out !== null && extname(out) === '.svg';
  const drawn = isSvg ? (await instance()).renderString(toDot(flow), { format: 'svg' }) : toMermaid(flow);
  if (out !== null) writeFileSync(resolve(terminal.folder, out), drawn);
  const nodes = Object.keys(flow.nodes).length;
  return {
    exit: 'done',
    json: { flow: id, nodes, out, ...(out === null ? { mermaid: drawn } : {}) },
    lines: () => [out === null ? drawn.trimEnd() : `${out}: ${nodes} nodes`],
  };
}

/** Only what compiles is drawn: a drawing of a flow that is refused would look as if it were good. */
function sourceOf(terminal: Terminal, folder: string, id: string): FlowSource {
  const files = readFolder(terminal, folder);
  compileFolder(files);
  for (const { file, text } of files) {
    const source = /(^|\/)flows\//u.test(file) ? flowSource.safeParse(parse(text)) : undefined;
    if (source?.success === true && source.data.id === id) return source.data;
  }
  throw new CliError('usage', `There is no flow '${id}' in ${folder}.`);
}

function yamlIn(terminal: Terminal, file: string): unknown {
  const text = read(terminal, file);
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const path = `${file}:${String(error.linePos?.[0].line ?? 1)}`;
    throw new CliError('usage', `${file} is no script.`, [{ path, message: yamlFault(error.message) }]);
  }
}

function read(terminal: Terminal, file: string): string {
  try {
    return readFileSync(resolve(terminal.folder, file), 'utf8');
  } catch {
    throw new CliError('usage', `There is no file ${file}.`);
  }
}
