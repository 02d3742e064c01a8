import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CompiledConfig } from '../../core/config/compiled';
import { step } from '../../core/flow/step';
import type { FlowEffect, FlowInput, FlowPosition } from '../../core/flow/protocol';
import { configJsonSchemas } from '../../contracts/config';
import { phoneFacts } from '../../channels/phone-number';
import { formatConfigError, readConfig } from '../../contracts/read-config';
import type { ConfigFile } from '../../contracts/read-config';

const FOLDER = join(__dirname, '../../../config/contoso');

function contosoFiles(): ConfigFile[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(FOLDER, file), 'utf8') }));
}

function contoso(): CompiledConfig {
  const result = readConfig(contosoFiles());
  if (!result.ok) throw new Error(result.error.map(formatConfigError).join('\n'));
  return result.value;
}

const NOW = {
  now: 0,
  closedHours: new Set<string>(),
  unstaffedQueues: new Set<string>(),
  uncallable: new Set<string>(),
};

/** Runs inputs through a flow; an input that answers an effect gets the turn of the position. */
function run(flowId: string, inputs: readonly FlowInput[], context = NOW): FlowEffect[] {
  const flow = contoso().flows.get(flowId)!;
  let position: FlowPosition = { state: 'notStarted' };
  const effects: FlowEffect[] = [];
  for (const input of inputs) {
    const turn = 'turn' in position ? position.turn : 0;
    const result = step(flow, position, 'turn' in input ? { ...input, turn } : input, context);
    position = result.position;
    effects.push(...result.effects);
  }
  return effects;
}

const started = (channel: 'voice' | 'chat' | 'sms' | 'email', firstText: string | null = null): FlowInput => ({
  kind: 'started',
  headers: [],
  channel,
  language: 'en',
  firstText,
  known: {},
});

describe('the configuration of Contoso', () => {
  it('compiles', () => {
    const config = contoso();
    expect([...config.queues.keys()]).toEqual(['sales', 'support']);
    expect(config.skills.size).toBe(3);
    expect(config.agents.size).toBe(5);
    expect([...config.entryPoints.values()].map(({ channel }) => channel).sort()).toEqual([
      'chat',
      'chat',
      'email',
      'sms',
      'voice',
      'voice',
    ]);
  });

  it('has numbers that numbering plans know', () => {
    for (const { channel, address } of contoso().entryPoints.values()) {
      if (channel === 'voice' || channel === 'sms') expect(phoneFacts(address)?.type).toBe('mobile');
    }
  });

  it('is described by the published JSON Schemas', () => {
    const published = (name: string): unknown =>
      JSON.parse(readFileSync(join(FOLDER, `../schema/${name}.json`), 'utf8'));
    const schemas = configJsonSchemas();
    expect(published('config')).toEqual(schemas.config);
    expect(published('flow')).toEqual(schemas.flow);
  });

  it('takes a caller through greeting and menu to the queue', () => {
    const effects = run('phone', [
      started('voice'),
      { kind: 'promptEnded', turn: 0 },
      { kind: 'digit', turn: 1, digit: '1' },
    ]);
    expect(effects.map(({ kind }) => kind)).toEqual(['say', 'gather', 'enqueue']);
    expect(effects[2]).toMatchObject({
      queueId: 'sales',
      deadlineMs: 600_000,
      requirements: [{ skillId: 'sales', minProficiency: 1 }],
    });
  });

  it('gives a caller who chooses German an agent who speaks it', () => {
    const effects = run('phone', [
      started('voice'),
      { kind: 'promptEnded', turn: 0 },
      { kind: 'digit', turn: 1, digit: '9' },
      { kind: 'digit', turn: 2, digit: '2' },
    ]);
    expect(effects.at(-1)).toMatchObject({
      kind: 'enqueue',
      queueId: 'support',
      language: 'de',
      requirements: [
        { skillId: 'technical', minProficiency: 1 },
        { skillId: 'german', minProficiency: 1 },
      ],
    });
  });

  it('announces to a caller that the office is closed', () => {
    const closed = { ...NOW, closedHours: new Set(['office']) };
    const effects = run('phone', [started('voice'), { kind: 'promptEnded', turn: 0 }], closed);
    expect(effects.at(-1)).toMatchObject({ kind: 'close', reason: 'closedHours', form: null });
  });

  it('offers a chat customer the form when nobody is there', () => {
    const empty = { ...NOW, unstaffedQueues: new Set(['support']) };
    const effects = run('chat', [started('chat'), { kind: 'silence', turn: 0 }], empty);
    expect(effects.at(-1)).toMatchObject({ kind: 'close', reason: 'noAgent', form: 'offlineForm' });
  });

  it('takes the first text message as the choice it makes', () => {
    expect(run('text', [started('sms', 'My printer needs repair!')])).toMatchObject([
      { kind: 'enqueue', queueId: 'support' },
    ]);
  });

  it('writes the menu with numbers when the first text message chooses nothing', () => {
    expect(run('text', [started('sms', 'Hello')])).toMatchObject([
      { kind: 'gather', text: 'Contoso here. Reply with a number:\n1. Sales\n2. Support' },
    ]);
  });

  it('lets mail wait through the night', () => {
    const closed = { ...NOW, closedHours: new Set(['office']), unstaffedQueues: new Set(['support']) };
    expect(run('mail', [started('email', 'Dear Contoso')], closed)).toMatchObject([{ kind: 'enqueue' }]);
  });
});
