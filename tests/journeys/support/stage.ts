import { CosmosClient } from '@azure/cosmos';
import { join } from 'node:path';
import { launch, OPEN_AT, stepped, type Launched } from '../../../local/launch';
import { createAgent, type AgentActor } from './agent';
import { createChatCustomer, createOwnChatCustomer, type AcsChatCustomer, type ChatCustomer } from './chat-customer';
import { createAgentPhone, type AgentPhone } from './agent-phone';
import { placeCall, receivedCall, type PhoneCustomer, type ReceivedCall } from './phone-customer';
import { NEEDS_STEPS, realTime, steps, type Pace } from './pace';
import { isRough, roughOptions } from './rough';
import { createSimulatorClient, type SimulatorClient } from './simulator-client';

/** Everything a journey needs: people, the clock, and a look at what is stored. */
export interface Stage {
  readonly running: Launched;
  readonly simulator: SimulatorClient;
  /** Steps the clock and waits until all is settled. */
  pass(ms: number): Promise<void>;
  /** The same where nobody waits for anything: timers get a turn twice a minute only, and quiet hours are quick. */
  passQuietly(ms: number): Promise<void>;
  settle(): Promise<void>;
  agent(id: string): AgentActor;
  chatCustomer(name: string): Promise<AcsChatCustomer>;
  /** The same in Switchboard's own chat. */
  ownChatCustomer(name: string): Promise<ChatCustomer>;
  /** A customer dials from this number. */
  caller(number: string, to?: string): Promise<PhoneCustomer>;
  /** The newest call to this customer's telephone. */
  callTo(number: string): Promise<ReceivedCall | undefined>;
  /** The telephone side of an agent's Teams. */
  teamsPhone(agent: string): AgentPhone;
  /** Documents of a container, by the vendor's SDK. */
  query<T>(container: string, query: string): Promise<T[]>;
  stop(): Promise<void>;
}

let common: { readonly open: () => Promise<Stage>; readonly more: readonly string[] } | null = null;

/** From now on who wants a stage as most do, or with some of these options, is given this one. */
export const shareStage = (open: () => Promise<Stage>, more: readonly string[]): void => void (common = { open, more });

/** `more`: further options of `npm start`. `folder`: where everything is kept afterwards; null for a temporary one. */
export function openStage(at = OPEN_AT, more: readonly string[] = [], folder: string | null = null): Promise<Stage> {
  const isCommon = at === OPEN_AT && folder === null && more.every((option) => common?.more.includes(option));
  return isCommon && common !== null ? common.open() : openOwnStage(at, more, folder);
}

/** A stage of one's own, which nobody was on before. */
export async function openOwnStage(at: string, more: readonly string[], folder: string | null): Promise<Stage> {
  const tlsFolder = process.env['SWITCHBOARD_TLS'];
  if (tlsFolder === undefined)
    throw new Error('Run journeys with `npm run jest`: the local certificate must be trusted.');
  const pace = paceOf(at, more);
  const root = process.env['SWITCHBOARD_APP'] ?? join(__dirname, '../../..');
  const options = [...pace.options, '--no-sync', ...roughOptions(), ...more];
  const running = await launch({ root, folder, tlsFolder, options });
  const { endpoints } = running;
  const simulator = createSimulatorClient(endpoints.console.endpoint);
  const settle = () => pace.settle(simulator);
  const { endpoint, key, database } = endpoints.cosmos;
  const cosmos = new CosmosClient({ endpoint, key });
  return {
    running,
    simulator,
    settle,
    async pass(ms) {
      await pace.pass(simulator, ms, undefined);
      if (isRough) await settle();
    },
    async passQuietly(ms) {
      await pace.pass(simulator, ms, 30_000);
      if (isRough) await settle();
    },
    agent: (id) => createAgent(simulator, id, settle),
    chatCustomer: (name) => createChatCustomer(endpoints, name, settle),
    ownChatCustomer: (name) => createOwnChatCustomer(endpoints, name, settle),
    caller: (number, to) => placeCall(simulator, number, settle, to),
    callTo: (number) => receivedCall(simulator, number, settle),
    teamsPhone: (agent) => createAgentPhone(simulator, agent, settle),
    async query<T>(container: string, query: string) {
      const { resources } = await cosmos.database(database).container(container).items.query<T>(query).fetchAll();
      return resources;
    },
    async stop() {
      cosmos.dispose();
      await running.stop();
    },
  };
}

/** `npm run test:azure-host` plays journeys in real time, on the host that it names. */
function paceOf(at: string, more: readonly string[]): Pace {
  const hostFile = process.env['SWITCHBOARD_HOST_FILE'];
  if (hostFile === undefined) return steps(stepped(at));
  if (at !== OPEN_AT || more.length > 0) throw new Error(`A start at ${at} with '${more.join(' ')}' ${NEEDS_STEPS}.`);
  return realTime(hostFile);
}
