import { everybodyLeaves, withSupport } from './support/phone-stories';
import { OPEN_AT } from '../../local/launch';
import { openStage, type Stage } from './support/stage';
import { editConfig } from './support/stories';

jest.setTimeout(1_200_000);

interface Line {
  readonly speaker: { readonly kind: string; readonly name: string | null };
  readonly text: string;
}
type Answer = { readonly transcript: readonly Line[] };

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(OPEN_AT, ['--transcripts']);
  await editConfig(
    stage,
    '    name: Support\n',
    '    name: Support\n    recording: { when: announced, keepFor: 30 d, transcribe: true }\n',
  );
});
afterEach(() => everybodyLeaves(stage));
afterAll(() => stage?.stop());

/** The container is a process that nobody's clock waits for: asked until it has kept as much. */
async function until<T>(ask: () => Promise<T>, isEnough: (answer: T) => boolean): Promise<T> {
  for (let left = 200; ; left -= 1) {
    const answer = await ask();
    if (isEnough(answer) || left === 0) return answer;
    await stage.settle();
  }
}

test('what is said between Connect and the end is at the agent’s desk while they talk; nothing of a pause, no card number', async () => {
  const { caller, cameron, teams, interactionId } = await withSupport(stage, '+14255550131');
  await stage.pass(5_000);
  const view = async () => (await cameron.ask('GET', `agent/interactions/${interactionId}`)).body as Answer;
  const lines = (count: number) =>
    until(
      async () => (await view()).transcript,
      ({ length }) => length >= count,
    );
  await caller.say('My order has not come.');
  await stage.pass(1_000);
  expect(await lines(1)).toMatchObject([{ speaker: { kind: 'customer' }, text: 'My order has not come.' }]);
  await teams.say('Let me look it up.');
  await stage.pass(1_000);
  expect((await lines(2)).at(-1)).toMatchObject({
    speaker: { kind: 'agent', name: 'Cameron White' },
    text: 'Let me look it up.',
  });

  await stage.pass(10_000);
  await cameron.ask('POST', `agent/interactions/${interactionId}/recording/pause`);
  await stage.settle();
  await caller.say('It is 4929 4638 1027 5546.');
  await stage.pass(5_000);
  await cameron.ask('POST', `agent/interactions/${interactionId}/recording/resume`);
  await stage.pass(10_000);
  await caller.say('Or is it 4929 4638 1027 5546, anyway?');
  await stage.pass(1_000);
  expect((await lines(3)).slice(2)).toMatchObject([{ text: 'Or is it •••• 5546, anyway?' }]);
  expect(JSON.stringify(await stage.query('interactions', 'SELECT * FROM c'))).not.toContain('1027');

  await cameron.ask('POST', `agent/interactions/${interactionId}/complete`, { wrapUpCode: 'solved' });
  await stage.pass(30_000);
  const read = (person: string) =>
    stage.simulator.ask<Answer>(person, 'GET', `interactions/${interactionId}/transcript?tenantId=contoso`);
  expect((await read('supervisor')).body.transcript).toHaveLength(3);
  expect(stage.running.output()).toContain('transcript read');
  for (const person of ['cameron', 'admin']) expect((await read(person)).status).toBe(404);
});
