import { join } from 'node:path';
import type { Clock } from '../../kit/clock';
import { remoteMember } from '../../kit/coordinator';
import { createPost } from '../../kit/post';
import type { Rough } from '../../kit/rough';
import type { Tls } from '../../kit/tls';
import type { Work } from '../../kit/work';
import { LOCAL } from '../identities';
import { createHostProcess, type HostProcess, type HostProcessOptions, type HostReady } from '../host-process';
import type { Hosts, HostState } from '../hosts';
import { openBackplane, type Backplane } from './backplane';
import { clockMember } from './clock-member';
import { openFront, type Front } from './front';

export interface FleetOptions {
  readonly count: number;
  readonly process: HostProcessOptions;
  readonly clock: Clock;
  readonly work: Work;
  readonly tls: Tls;
  readonly rough: Rough | null;
}

/** One place for a host, taken by one process after another. */
interface Slot {
  readonly name: string;
  readonly process: HostProcess;
  ready: HostReady | undefined;
  isServing: boolean;
}

/** Several hosts of the app behind one address, which share its task hub, timers, keys and leases. */
export async function openFleet(options: FleetOptions): Promise<Hosts> {
  const { clock, work, tls, count, rough } = options;
  const { appFolder, dataFolder, caFile, urls, port, isSynced } = options.process;
  const storeFile = join(dataFolder, 'host.sqlite');
  const backplane = await openBackplane({
    clock,
    work,
    rough,
    appFolder,
    storeFile,
    caFile,
    isSynced,
    functionsUrl: urls.functions,
    identity: { endpoint: urls.managedIdentity, header: LOCAL.managedIdentityHeader },
  });
  const slots = Array.from({ length: count }, (_, n) => slotOf(`host-${n + 1}`, options, backplane));
  const behind = () =>
    slots.flatMap(({ name, ready, isServing }) => (ready && isServing ? [{ name, url: ready.url }] : []));
  const front = await openFront({ port, tls, work, behind });
  return {
    ready: () => ({ ...readyOf(slots), url: urls.functions, controlUrl: backplane.url }),
    isRunning: () => slots.every((slot) => slot.process.isRunning()),
    list: () => slots.map((slot) => stateOf(slot, front)),
    async kill(name) {
      const killed = name === undefined ? slots : slots.filter((slot) => slot.name === name);
      await Promise.all(killed.map((slot) => slot.process.kill()));
    },
    async start(killAt) {
      if (killAt !== undefined) throw new Error('Kill points are for one host: its task hub is in its own process.');
      // One after the other: the first makes the keys.
      for (const slot of slots) if (!slot.process.isRunning()) await startSlot(slot, clock);
    },
    async replace(name) {
      const slot = slots.find((one) => one.name === name) ?? slots[0];
      if (slot === undefined) return;
      // The front looks elsewhere first: what is under way ends in peace, and nothing new begins.
      slot.isServing = false;
      await slot.process.stop();
      await startSlot(slot, clock);
    },
    async stop() {
      await Promise.all(slots.map((slot) => slot.process.stop()));
      await front.close();
      await backplane.stop();
    },
    members: [clockMember(() => inClock(slots))],
  };
}

function readyOf(slots: readonly Slot[]): HostReady {
  const ready = slots.find((slot) => slot.ready !== undefined)?.ready;
  if (ready === undefined) throw new Error('No functions host is running.');
  return ready;
}

const inClock = (slots: readonly Slot[]) =>
  slots.flatMap(({ name, ready, isServing }) =>
    ready ? [{ name, controlUrl: ready.controlUrl, isLeaving: !isServing }] : [],
  );

const stateOf = ({ name, process, isServing, ready }: Slot, front: Front): HostState => ({
  name,
  url: ready?.url ?? null,
  isRunning: process.isRunning(),
  isServing,
  served: front.served(name),
});

function slotOf(name: string, { process: common }: FleetOptions, backplane: Backplane): Slot {
  const slot: Slot = {
    name,
    ready: undefined,
    isServing: false,
    process: createHostProcess({
      ...common,
      port: 0,
      controlPort: 0,
      name,
      backplaneUrl: backplane.url,
      onExit(code, signal) {
        slot.ready = undefined;
        slot.isServing = false;
        backplane.ended(name);
        common.onExit(code, signal);
      },
    }),
  };
  return slot;
}

async function startSlot(slot: Slot, clock: Clock): Promise<void> {
  slot.ready = await slot.process.start();
  // The clock went on while it started; requests must not find two times.
  const { name, ready } = slot;
  await remoteMember({ name, url: ready.controlUrl }, createPost({})).set({ to: clock.now() });
  slot.isServing = true;
}
