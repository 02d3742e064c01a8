import { figure } from '../figure';
import { measureLifecycles } from './lifecycles';
import { peer } from './peers';

const NAME = '@microsoft/durabletask-js';
const TIMER_MS = 50;

interface Context {
  readonly currentUtcDateTime: Date;
  callActivity(activity: unknown, input: unknown): unknown;
  waitForExternalEvent(name: string): unknown;
  createTimer(at: Date): unknown;
}

/** The part of the package that the comparison needs. */
interface DurableTask {
  readonly InMemoryOrchestrationBackend: new () => object;
  readonly TestOrchestrationClient: new (backend: object) => {
    scheduleNewOrchestration(orchestrator: unknown): Promise<string>;
    raiseOrchestrationEvent(id: string, name: string, data: unknown): Promise<void>;
    waitForOrchestrationCompletion(id: string, payloads: boolean, seconds: number): Promise<unknown>;
  };
  readonly TestOrchestrationWorker: new (backend: object) => {
    addOrchestrator(orchestrator: unknown): void;
    addActivity(activity: unknown): void;
    start(): Promise<void>;
    stop(): Promise<void>;
  };
}

/** The vendor's own engine for tests: in memory, nothing is kept. */
export async function benchDurableTask(root: string, isQuick: boolean): Promise<void> {
  const found = peer(root, NAME) as DurableTask | undefined;
  if (found === undefined) {
    figure('durable lifecycles, @microsoft/durabletask-js', { skipped: 'not installed: npm ci --prefix bench/peers' });
    return;
  }
  const backend = new found.InMemoryOrchestrationBackend();
  const client = new found.TestOrchestrationClient(backend);
  const worker = new found.TestOrchestrationWorker(backend);
  const step = (_: unknown, name: string) => name;
  const lifecycle = async function* lifecycle(context: Context): AsyncGenerator {
    for (const name of ['one', 'two', 'three']) yield context.callActivity(step, name);
    yield context.waitForExternalEvent('told');
    yield context.createTimer(new Date(context.currentUtcDateTime.getTime() + TIMER_MS));
  };
  worker.addActivity(step);
  worker.addOrchestrator(lifecycle);
  await worker.start();
  const one = async () => {
    const id = await client.scheduleNewOrchestration(lifecycle);
    await client.raiseOrchestrationEvent(id, 'told', true);
    await client.waitForOrchestrationCompletion(id, false, 60);
  };
  // It logs every step to the console.
  const { info, log, debug } = console;
  Object.assign(console, { info: () => undefined, log: () => undefined, debug: () => undefined });
  try {
    await measureLifecycles({
      name: 'durable lifecycles, @microsoft/durabletask-js in memory',
      ...{ lifecycle: one, isQuick, extra: () => ({ synchronous: 'none' }) },
    });
  } finally {
    Object.assign(console, { info, log, debug });
    await worker.stop();
  }
}
