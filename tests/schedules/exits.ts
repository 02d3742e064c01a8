import { nextDueAt, submit } from '../../shared/core/routing/shard';
import type { Chronicle } from './chronicle';
import { companyOf, type ShardName } from './company';
import type { Breach } from './laws';

const MOST_TURNS = 400;

/** I15: with time alone everybody goes and nothing but calls is held. Consumes the states. */
export function checkExits({ shards }: Chronicle, shardId: ShardName, breach: Breach): void {
  let state = shards[shardId];
  let due = nextDueAt(state);
  for (let turn = 0; due !== undefined && turn < MOST_TURNS; turn += 1) {
    const config = companyOf(state.configVersion || 1).routing[shardId];
    const command = { name: 'tick', commandId: `t${turn}` } as const;
    state = submit(state, { command, now: Math.max(due, state.at), config, doneActs: [] }).state;
    due = nextDueAt(state);
  }
  if (due !== undefined) breach('I15', `something is due at ${due}, for ever`);
  if (state.offers.size > 0) breach('I15', 'an offer never ends');
  for (const { channel, agentId } of state.assignments.values())
    if (channel !== 'voice') breach('I15', `${agentId} holds ${channel} for ever`);
  for (const { agentId, assignmentIds } of state.agents.values())
    if (assignmentIds.size === 0) breach('I15', `${agentId} stays for ever`);
  for (const { visitId, expiresAt } of state.visits.values())
    if (expiresAt !== null) breach('I15', `${visitId} outlives its deadline`);
}
