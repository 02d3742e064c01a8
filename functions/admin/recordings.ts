import { shardIdOf } from '../../shared/core/lib/ids';
import { roleOperation } from '../operations';
import { readable } from './config';

/** What a recording is made of: a shard's journal. The configurations that it was decided by are read as versions. */
export const registerRecordings = (): void =>
  roleOperation('readShardJournal', async (app, caller, { params, query }) => {
    const shard = { tenantId: await readable(app, caller, params.tenantId), shardId: shardIdOf(params.shardId) };
    for await (const { snapshot, entries } of app.deps.journal.history(shard, Date.parse(query.from))) {
      const wanted = entries.filter(({ seq }) => seq > query.after);
      if (wanted.length > 0)
        return { snapshot: snapshot && { ...snapshot }, entries: wanted.map((entry) => ({ ...entry })) };
    }
    return { snapshot: null, entries: [] };
  });
