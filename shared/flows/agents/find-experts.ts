import { byReachability, reachabilityOf, type Reachability } from '../../core/agent/reachability';
import type { AgentId, TenantId } from '../../core/lib/ids';
import { messageOf } from '../../core/lib/message-of';
import type { Person } from '../../ports/people';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';
import { refuseTooMany } from '../lib/refuse-too-many';

/** Somebody whom an agent may ask, and how likely they answer. */
export interface Expert extends Person {
  readonly reachability: Reachability;
}

/** Fast typing stays under it; reading out a directory does not. */
const MOST = 60;
const WINDOW_MS = 60_000;

/** People of the agent's organisation by name or mail address, with what Teams shows of them; who answers most likely first. */
export async function findExperts(
  deps: Deps,
  tenantId: TenantId,
  agentId: AgentId,
  words: string,
): Promise<readonly Expert[]> {
  const what = `people searched by agent ${tenantId} ${agentId}`;
  await refuseTooMany(deps, [{ what, most: MOST, windowMs: WINDOW_MS }], 'Too many searches for now.');
  const { config } = await deps.configs.live(tenantId);
  const own = config.agents.get(agentId)?.teamsUserId;
  const found = (await peopleOf(deps, config.tenant.entraTenantId, words)).filter(({ userId }) => userId !== own);
  const presences = await presencesOf(deps, found);
  return found
    .map((person) => ({ ...person, reachability: reachabilityOf(presences.get(person.userId)) }))
    .sort(byReachability);
}

async function peopleOf({ people, log }: Deps, entraTenantId: string, words: string): Promise<readonly Person[]> {
  const answer = await people.search(entraTenantId, words).catch((error: unknown) => {
    log.warn('people not searched', { why: messageOf(error) });
    throw new FlowError('unavailable', 'The directory could not be asked.');
  });
  switch (answer.kind) {
    case 'found':
      return answer.people;
    case 'elsewhere':
      throw new FlowError(
        'refused',
        'The people of your organisation stand in a directory that is not asked from here.',
      );
    case 'notPermitted':
      log.error('people not searched', { why: 'the app lacks User.Read.All' });
      throw new FlowError('refused', 'Your administrator has not let Switchboard search the directory.');
  }
}

/** Without presence people can still be rung: it helps to choose, and nothing depends on it. */
async function presencesOf({ presence, log }: Deps, found: readonly Person[]) {
  if (found.length === 0) return new Map<string, never>();
  return presence.read(found.map(({ userId }) => userId)).catch((error: unknown) => {
    log.warn('presence not read', { why: messageOf(error) });
    return new Map<string, never>();
  });
}
