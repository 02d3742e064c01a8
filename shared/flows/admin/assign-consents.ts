import type { CompiledConfig } from '../../core/config/compiled';
import { resourceAccountIn } from '../../core/config/softphone-entry';
import type { VoicePrincipal } from '../../ports/voice-consents';
import type { Deps } from '../lib/deps';
import { FlowError } from '../lib/flow-error';

const AT_ONCE = 20;

/**
 * Tells Communication Services of the resource accounts and agents that a configuration brings, before it is live: calls of an
 * account that it was not told of never come, and agents it was not told of are never rung.
 */
export async function assignConsents(
  { voiceConsents }: Pick<Deps, 'voiceConsents'>,
  config: CompiledConfig,
  before: CompiledConfig | null,
): Promise<void> {
  const told = new Set(before === null ? [] : principalsOf(before).map(keyOf));
  const others = principalsOf(config).filter((one) => !told.has(keyOf(one)));
  for (let at = 0; at < others.length; at += AT_ONCE) {
    await Promise.all(others.slice(at, at + AT_ONCE).map((one) => assign(voiceConsents, one)));
  }
}

const keyOf = ({ entraTenantId, objectId }: VoicePrincipal): string => `${entraTenantId}/${objectId}`;

/** None where no calls come to a resource account. */
function principalsOf({ tenant, entryPoints, agents }: CompiledConfig): readonly VoicePrincipal[] {
  const { entraTenantId } = tenant;
  const accounts = [...entryPoints.values()].flatMap(({ channel, address }): readonly VoicePrincipal[] => {
    const objectId = channel === 'voice' ? resourceAccountIn(address) : undefined;
    return objectId === undefined ? [] : [{ entraTenantId, objectId, kind: 'resourceAccount' }];
  });
  if (accounts.length === 0) return [];
  const people = [...agents.values()].map(({ teamsUserId: objectId }): VoicePrincipal => ({
    ...{ entraTenantId, objectId, kind: 'agent' },
  }));
  return [...accounts, ...people];
}

async function assign(consents: Deps['voiceConsents'], principal: VoicePrincipal): Promise<void> {
  const answer = await consents.assign(principal);
  if (answer === 'assigned') return;
  const { kind, objectId } = principal;
  const who = kind === 'agent' ? `agent ${objectId}` : `resource account ${objectId}`;
  if (answer === 'refused') throw new FlowError('refused', `Communication Services takes no calls for ${who}.`);
  throw new FlowError('unavailable', 'Communication Services could not be told of resource accounts and agents.');
}
