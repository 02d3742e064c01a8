import { z } from 'zod';
import type { Entry } from '../../shared/core/routing/entries';
import type { Snapshot } from '../../shared/core/routing/snapshot-shape';
import { SimulationError } from '../simulation-error';
import type { RecordedConfig, Recording } from './recording';

export interface RecordRequest {
  readonly tenantId: string;
  readonly shardId: string;
  readonly fromAt: number;
  readonly untilAt: number;
}

/** A running stamp, as an administrator may ask it. Both answer what the operation of that name does. */
export interface JournalSource {
  readShardJournal(
    shard: Pick<RecordRequest, 'tenantId' | 'shardId'>,
    query: { readonly from: string; readonly after: string },
  ): Promise<unknown>;
  getConfigVersion(tenantId: string, version: number): Promise<unknown>;
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
 * decided by. Throws what the source throws when the stamp refuses.
 */
export async function record(source: JournalSource, request: RecordRequest): Promise<Recording> {
  const { tenantId, shardId, fromAt, untilAt } = request;
  const first = await fetchPage(source, request, { at: fromAt, after: 0 });
  const entries: Entry[] = [];
  for (let part = first.entries; part.length > 0;) {
    entries.push(...part.filter(({ at }) => at < untilAt));
    const last = part.at(-1);
    if (last === undefined || last.at >= untilAt) break;
    part = (await fetchPage(source, request, { at: last.at, after: last.seq })).entries;
  }
  const versions = [...new Set(entries.map(({ configVersion }) => configVersion))].sort((a, b) => a - b);
  const configs: RecordedConfig[] = [];
  for (const one of versions) configs.push(version.parse(await source.getConfigVersion(tenantId, one)));
  return { tenantId, shardId, configs, snapshot: first.snapshot, entries };
}

async function fetchPage(
  source: JournalSource,
  request: RecordRequest,
  { at, after }: { readonly at: number; readonly after: number },
): Promise<{ readonly snapshot: Snapshot | null; readonly entries: readonly Entry[] }> {
  const query = { from: new Date(at).toISOString(), after: String(after) };
  // The stamp's own entries: of what they hold it is the only judge.
  return page.parse(await source.readShardJournal(request, query)) as unknown as {
    readonly snapshot: Snapshot | null;
    readonly entries: readonly Entry[];
  };
}

/** A stamp by its address (`https://…/api`) and an access token of an administrator. Throws SimulationError. */
export function stampAt(api: string, token: string): JournalSource {
  async function get(path: string): Promise<unknown> {
    const url = `${api.replace(/\/$/u, '')}/${path}`;
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    if (response.ok) return response.json();
    throw new SimulationError('recordFailed', `${url} was answered with ${response.status}: ${await response.text()}`);
  }
  return {
    readShardJournal: ({ tenantId, shardId }, query) =>
      get(`tenants/${tenantId}/shards/${shardId}/journal?${new URLSearchParams(query).toString()}`),
    getConfigVersion: (tenantId, one) => get(`tenants/${tenantId}/config/versions/${one}`),
  };
}
