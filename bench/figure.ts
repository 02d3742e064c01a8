import { cpus, loadavg } from 'node:os';

/** One line of JSON on standard output: what was measured, and how. */
export function figure(name: string, values: Readonly<Record<string, number | string>>): void {
  process.stdout.write(`${JSON.stringify({ figure: name, ...values })}\n`);
}

/** The value that a share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Milliseconds of processor time of this process that the work took: others on the machine do not show in it. */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Real milliseconds that the work took. */
export async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** What the figures were measured on, and how busy it was before. */
export function machine(): void {
  const [load = 0] = loadavg();
  const [cpu] = cpus();
  figure('machine', { cores: cpus().length, model: cpu?.model ?? '', node: process.version, loadBefore: round(load) });
}

/** Which of the things that can be measured `--only` asks for; all without it. Throws on a name that is none. */
export function wanted<Name extends string>(names: readonly Name[], only: string | undefined): (name: Name) => boolean {
  if (only !== undefined && !names.some((name) => name === only)) throw new Error(`--only takes ${names.join(', ')}.`);
  return (name) => only === undefined || only === name;
}
