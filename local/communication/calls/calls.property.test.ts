import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { commandsArb, type Command } from './property-commands.testsuite';
import { createWorld, type World } from './property-world.testsuite';

const folder = mkdtempSync(join(tmpdir(), 'calls-property-'));
afterAll(() => rmSync(folder, { recursive: true }));
let runs = 0;

async function play(commands: readonly Command[]): Promise<World> {
  const world = createWorld(join(folder, `${(runs += 1)}.db`));
  for (const command of commands) await world.run(command);
  return world;
}

const TERMINAL: Readonly<Record<string, RegExp>> = {
  answer: /^CallConnected$/,
  create: /^(CallConnected|CreateCallFailed)$/,
  play: /^Play(Completed|Failed|Canceled)$/,
  recognize: /^Recognize(Completed|Failed|Canceled)$/,
  add: /^(AddParticipant(Succeeded|Failed)|CancelAddParticipantSucceeded)$/,
  cancelAdd: /^CancelAddParticipant(Succeeded|Failed)$/,
  remove: /^RemoveParticipant(Succeeded|Failed)$/,
  move: /^MoveParticipant(Succeeded|Failed)$/,
  transfer: /^CallTransfer(Accepted|Failed)$/,
  sendTones: /^SendDtmfTones(Completed|Failed)$/,
};

/** Callbacks that end an accepted operation: those with its context, or for an invitation those with its id. */
function endingsOf(world: World, { name, context, invitationId }: World['accepted'][number]): string[] {
  return world.callbacks
    .filter(
      ({ data }) =>
        data['operationContext'] === context ||
        (invitationId !== undefined && name === 'add' && data['invitationId'] === invitationId),
    )
    .map((callback) => callback.name)
    .filter((callback) => TERMINAL[name]?.test(callback));
}

function checkOrder(names: readonly string[]): void {
  expect(['CallConnected', 'CreateCallFailed']).toContain(names[0]);
  expect(names.filter((name) => name === 'CallConnected').length).toBeLessThanOrEqual(1);
  const ends = names.filter((name) => name === 'CallDisconnected' || name === 'CreateCallFailed');
  expect(ends).toEqual([names.at(-1)]);
}

test('whatever people and the app do, calls end and every operation is answered once', async () => {
  await fc.assert(
    fc.asyncProperty(commandsArb, async (commands) => {
      const world = await play(commands);
      await world.everybodyHangsUp();
      expect(world.calls().filter(({ state }) => state !== 'ended')).toEqual([]);
      for (const operation of world.accepted) {
        expect([operation.name, endingsOf(world, operation).length]).toEqual([operation.name, 1]);
      }
      for (const callId of new Set(world.callbacks.map(({ data }) => data['callConnectionId']))) {
        const callbacks = world.callbacks.filter(({ data }) => data['callConnectionId'] === callId);
        checkOrder(callbacks.map(({ name }) => name));
        const sequence = callbacks.flatMap(({ data }) => (data['sequenceNumber'] as number | undefined) ?? []);
        expect(sequence).toEqual(sequence.map((_, index) => index + 1));
      }
      expect(world.illegal).toEqual([]);
      world.close();
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('left alone, a call ends by itself or waits for somebody who is in it', async () => {
  await fc.assert(
    fc.asyncProperty(commandsArb, async (commands) => {
      const world = await play(commands);
      await world.advance(600_000);
      for (const { state } of world.calls()) expect(['joined', 'inCall', 'ended']).toContain(state);
      world.close();
    }),
    { numRuns: 30 },
  );
}, 60_000);
