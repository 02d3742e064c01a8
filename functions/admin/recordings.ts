import { shardIdOf } from '../../shared/core/lib/ids';
import { FlowError } from '../../shared/flows/lib/flow-error';
import { roleOperation } from '../operations';
import { readable } from './config';

/** A shard's journal, of which a recording is made; the configurations that it names are there by their versions. */
export function registerRecordings(): void {
  roleOperation('readShardJournal', async (app, caller, { params, query }) => {
    const tenantId = await readable(app, caller, params.tenantId);
    const shard = { tenantId, shardId: shardIdOf(params.shardId) };
    for await (const segment of app.deps.journal.history(shard, Date.parse(query.from))) {
      if (segment === 'lost') throw new FlowError('gone', 'The journal of that time is kept no more.');
      const { snapshot, entries } = segment;
      const wanted = entries.filter(({ seq }) => seq > query.after);
      if (wanted.length > 0)
        return { snapshot: snapshot && { ...snapshot }, entries: wanted.map((entry) => ({ ...entry })) };
    }
    return { snapshot: null, entries: [] };
  });
}
