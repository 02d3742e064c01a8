import type { AgentFigures } from '../../core/metrics/interval';
import type { AgentId, TenantId } from '../../core/lib/ids';
import type { Deps } from '../lib/deps';
import { readIntervals } from '../read-figures';

const NOTHING: Pick<AgentFigures, 'offers' | 'handled' | 'talkMs' | 'holdMs' | 'wrapUpMs'> & {
  readonly offerEnds: Readonly<Record<string, number>>;
} = { offers: 0, offerEnds: {}, handled: 0, talkMs: 0, holdMs: 0, wrapUpMs: 0 };

/** What an agent did; lengths in milliseconds. */
export type OwnFigures = typeof NOTHING;

/** What an agent did in the intervals of a span, in one sum; null where figures of agents are off. */
export async function ownFigures(
  deps: Pick<Deps, 'metrics' | 'agentFigures'>,
  tenantId: TenantId,
  agentId: AgentId,
  span: { readonly from: number; readonly to: number },
): Promise<OwnFigures | null> {
  if (deps.agentFigures === 'off') return null;
  const intervals = await readIntervals(deps, tenantId, span);
  return intervals.flatMap(({ agents }) => agents[agentId] ?? []).reduce<OwnFigures>(plus, NOTHING);
}

const plus = (sum: OwnFigures, one: AgentFigures): OwnFigures => ({
  offers: sum.offers + one.offers,
  offerEnds: Object.fromEntries(
    Object.entries(one.offerEnds).map(([end, count]) => [end, (sum.offerEnds[end] ?? 0) + count]),
  ),
  handled: sum.handled + one.handled,
  talkMs: sum.talkMs + one.talkMs,
  holdMs: sum.holdMs + one.holdMs,
  wrapUpMs: sum.wrapUpMs + one.wrapUpMs,
});
