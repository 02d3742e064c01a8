import { createClock, type Clock } from '../../kit/clock';
import { dispatch } from '../../kit/http';
import { openStore, type Store } from '../../kit/store';
import { createWork } from '../../kit/work';
import { createCalls, type Calls } from './calls';
import type { AppOperation, Command } from './property-commands.testsuite';
import { requestOf, type Accepted } from './property-requests.testsuite';
import type { CallbackEvent } from './turn';

const NOON = Date.UTC(2026, 0, 5, 12);
/** States of a leg that may follow one another. */
const LEGAL: Readonly<Record<string, readonly string[]>> = {
  ringing: ['joined', 'inCall', 'voicemail', 'ended'],
  joined: ['ended'],
  inCall: ['ended'],
  voicemail: ['ended'],
  ended: [],
};

/** A telephone network in which anything is done, and what came of it. */
export interface World {
  run(command: Command): Promise<void>;
  advance(byMs: number): Promise<void>;
  everybodyHangsUp(): Promise<void>;
  /** Everybody's side of every call. */
  calls(): { readonly id: string; readonly callConnectionId: string; readonly state: string }[];
  readonly callbacks: { readonly id: string; readonly name: string; readonly data: CallbackEvent['data'] }[];
  /** Operations that were accepted and owe a callback. */
  readonly accepted: Accepted[];
  /** Changes of state that may not be. */
  readonly illegal: string[];
  close(): void;
}

export function createWorld(file: string): World {
  const callbacks: World['callbacks'] = [];
  const accepted: Accepted[] = [];
  const illegal: string[] = [];
  const seen = new Map<string, string>();
  const connections: string[] = [];
  let contexts = 0;
  let cloud = start(file, NOON, callbacks, []);

  const calls: World['calls'] = () => [...cloud.calls.phones.calls(), ...cloud.calls.teamsPhones.calls()];

  function watch(): void {
    for (const { id, state } of calls()) {
      const before = seen.get(id) ?? 'ringing';
      if (before !== state && !LEGAL[before]?.includes(state)) illegal.push(`${before} -> ${state}`);
      seen.set(id, state);
    }
  }

  async function request(name: AppOperation, pick: number, flag: boolean): Promise<void> {
    const context = `${name}-${(contexts += 1)}`;
    const live = new Set(calls().flatMap((call) => (call.state === 'ended' ? [] : call.callConnectionId)));
    const usable = connections.filter((id) => live.has(id));
    const callId = usable[pick % Math.max(1, usable.length)] ?? connections.at(-1) ?? 'none';
    const otherId = usable[(pick + 1) % Math.max(1, usable.length)] ?? 'none';
    const { method, path, body } = requestOf(name, { callId, otherId, context, pick, flag, cloud, accepted });
    const { status, body: answer } = await cloud.send(method, path, body);
    if (status >= 300) return;
    const { callConnectionId, invitationId } = (answer ?? {}) as { callConnectionId?: string; invitationId?: string };
    if (callConnectionId !== undefined) connections.push(callConnectionId);
    if (!SILENT.has(name)) accepted.push({ name, context, invitationId });
  }

  async function run(command: Command): Promise<void> {
    if (command.kind === 'app') await request(command.name, command.pick, command.flag);
    else if (command.kind === 'restart') {
      // As by kill -9: what was acknowledged is on disk, callbacks may be under way.
      cloud.store.close();
      cloud = start(file, cloud.clock.now(), callbacks, cloud.contexts);
    } else await doIn(cloud, command);
    const isCutShort = command.kind === 'app' && command.pick % 2 === 1;
    if (!isCutShort) await cloud.settle();
    watch();
  }

  return {
    run,
    advance: (byMs) => cloud.advance(byMs),
    async everybodyHangsUp() {
      for (const { id } of cloud.calls.phones.calls()) await cloud.calls.phones.hangUp(id);
      for (const { id } of cloud.calls.teamsPhones.calls()) await cloud.calls.teamsPhones.hangUp(id);
      await cloud.advance(1_000);
      watch();
    },
    calls,
    callbacks,
    accepted,
    illegal,
    close: () => cloud.store.close(),
  };
}

/** Operations that are done when they are answered. */
const SILENT = new Set<AppOperation>(['reject', 'cancelMedia', 'hold', 'unhold', 'leave', 'terminate']);

interface Cloud {
  readonly store: Store;
  readonly clock: Clock;
  readonly calls: Calls;
  readonly contexts: string[];
  settle(): Promise<void>;
  advance(byMs: number): Promise<void>;
  send(method: string, path: string, body: object): Promise<{ status: number; body?: unknown }>;
}

function start(file: string, startAt: number, callbacks: World['callbacks'], contexts: string[]): Cloud {
  const store = openStore(file);
  // These tests restart, they do not crash the machine.
  store.sql.exec('PRAGMA synchronous = OFF');
  const work = createWork();
  const clock = createClock(work, startAt, () => 0);
  const calls = createCalls({
    store,
    clock,
    work,
    post: async ({ body }) => {
      for (const { id, type, data } of JSON.parse(String(body)) as CallbackEvent[]) {
        // A crash may give one twice.
        if (callbacks.some((one) => one.id === id)) continue;
        callbacks.push({ id, name: type.replace('Microsoft.Communication.', ''), data });
      }
      return { status: 200, headers: {}, body: '' };
    },
    publish: async ({ data }) => void contexts.push((data as { incomingCallContext: string }).incomingCallContext),
    signCallback: async () => 'token',
    immutableResourceId: 'resource',
    endpoint: () => 'https://acs.local',
    authorise: (handle) => handle,
  });
  const settle = async () => {
    for (let before = -1; work.running > 0 || work.finished !== before;) {
      before = work.finished;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return {
    store,
    clock,
    calls,
    contexts,
    settle,
    async advance(byMs) {
      await settle();
      const to = clock.now() + byMs;
      for (let next = 0; next < to;) {
        next = Math.min(clock.nextDueAt() ?? to, to);
        clock.stepTo(next);
        await settle();
      }
    },
    send: (method, path, body) => {
      const url = new URL(path, 'https://acs.local');
      const text = Buffer.from(JSON.stringify(body));
      const request = { method, url, target: path, headers: {}, body: text, json: () => body };
      return dispatch({ name: 'calls', routes: calls.routes }, request);
    },
  };
}

async function doIn({ calls, ...cloud }: Cloud, command: Exclude<Command, { kind: 'app' | 'restart' }>): Promise<void> {
  const { phones, teamsPhones } = calls;
  /** Mostly of a call that goes on. */
  const one = (all: readonly { readonly id: string; readonly state: string }[], pick: number) => {
    const live = pick % 7 === 0 ? all : all.filter(({ state }) => state !== 'ended');
    return live[pick % Math.max(1, live.length)]?.id ?? '';
  };
  switch (command.kind) {
    case 'placeCall':
      await phones.placeCall({ from: '+14255550123', to: '+14255550199' });
      return;
    case 'advance':
      return cloud.advance(command.byMs);
    case 'phone': {
      const id = one(phones.calls(), command.pick);
      if (command.act === 'press') await phones.press(id, '1');
      else if (command.act === 'say') await phones.say(id, 'sales');
      else if (command.act === 'decline') await phones.decline(id, 'busy');
      else await phones[command.act](id);
      return;
    }
    case 'agent': {
      const id = one(teamsPhones.calls(), command.pick);
      if (command.act === 'unreachable') await teamsPhones.setReachable('bob', command.pick % 2 === 0);
      else await teamsPhones[command.act](id);
      return;
    }
    default:
      command satisfies never;
  }
}
