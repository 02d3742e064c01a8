import { z } from 'zod';
import type { Entry } from '../../shared/core/routing/entries';
import type { Snapshot } from '../../shared/core/routing/snapshot-shape';
import { SimulationError } from '../simulation-error';
import type { RecordedConfig, Recording } from './recording';

export interface RecordRequest {
  /** `https://…/api` of a running stamp. */
  readonly api: string;
  /** An access token of an administrator. */
  readonly token: string;
  readonly tenantId: string;
  readonly shardId: string;
  readonly fromAt: number;
  readonly untilAt: number;
}

const page = z.object({
  snapshot: z.looseObject({ seq: z.number() }).nullable(),
  entries: z.array(z.looseObject({ seq: z.number(), at: z.number(), configVersion: z.number() })),
});
const version = z.object({
  version: z.number(),
  files: z.array(z.object({ name: z.string(), content: z.string() })),
});

/**
 * Fetches a shard's journal from the segment in which `fromAt` falls until `untilAt`, with the configurations that it was
 * decided by. Throws SimulationError when the stamp refuses.
 */
export async function record(request: RecordRequest): Promise<Recording> {
  const { tenantId, shardId, fromAt, untilAt } = request;
  const first = await fetchPage(request, fromAt, 0);
  const entries: Entry[] = [];
  for (let part = first.entries; part.length > 0;) {
    entries.push(...part.filter(({ at }) => at < untilAt));
    const last = part.at(-1);
    if (last === undefined || last.at >= untilAt) break;
    part = (await fetchPage(request, last.at, last.seq)).entries;
  }
  const versions = [...new Set(entries.map(({ configVersion }) => configVersion))].sort((a, b) => a - b);
  const configs: RecordedConfig[] = [];
  for (const one of versions)
    configs.push(version.parse(await get(request, `tenants/${tenantId}/config/versions/${one}`)));
  return { tenantId, shardId, configs, snapshot: first.snapshot, entries };
}

async function fetchPage(
  request: RecordRequest,
  at: number,
  after: number,
): Promise<{ readonly snapshot: Snapshot | null; readonly entries: readonly Entry[] }> {
  const { tenantId, shardId } = request;
  const query = new URLSearchParams({ from: new Date(at).toISOString(), after: String(after) });
  const path = `tenants/${tenantId}/shards/${shardId}/journal?${query.toString()}`;
  // The stamp's own entries: of what they hold it is the only judge.
  return page.parse(await get(request, path)) as unknown as {
    readonly snapshot: Snapshot | null;
    readonly entries: readonly Entry[];
  };
}

async function get({ api, token }: RecordRequest, path: string): Promise<unknown> {
  const url = `${api.replace(/\/$/u, '')}/${path}`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  if (response.ok) return response.json();
  throw new SimulationError('recordFailed', `${url} was answered with ${response.status}: ${await response.text()}`);
}
