import type { Located, Report } from './collect';

/** The routing shard that something names; where there is only one it need not be named. */
export function shardOf(
  item: Located<{ readonly id: string; readonly shard?: string | undefined }>,
  shardIds: readonly string[],
  report: Report,
): string {
  const { id, shard } = item.value;
  const [first, ...others] = shardIds;
  if (shard === undefined && others.length > 0) {
    report('shardMissing', item, ['shard'], `'${id}' must name its shard: ${shardIds.join(', ')}`);
  }
  if (shard !== undefined && !shardIds.includes(shard)) {
    report('unknownShard', item, ['shard'], `there is no shard '${shard}'`);
  }
  return shard ?? first ?? '';
}
