import { read } from './api';
import { openDialog } from './details';
import { h } from './dom';
import { clockTime } from './format';

interface Why {
  readonly agentId: string;
  readonly rule: string;
  readonly act: { readonly why?: { readonly idleSinceAt?: number; readonly dueAt?: number; readonly step?: number } };
  readonly asks: {
    readonly queueId: string;
    readonly channel: string;
    readonly requirements: readonly { readonly skillId: string; readonly atLeast: number }[];
  } | null;
  readonly candidates: readonly {
    readonly agentId: string;
    readonly state: string;
    readonly obstacle: string | null;
    readonly isChosen: boolean;
  }[];
}

const RULES: Readonly<Record<string, string>> = {
  longestIdle: 'has been idle longest of those who could take it',
  preferredAgent: 'helped this customer before',
};

/** Why an offer went to its agent, and what kept it from the others. */
export async function openWhy(offerId: string): Promise<void> {
  const why = await read<Why>(`offers/${encodeURIComponent(offerId)}/why`);
  const { idleSinceAt, dueAt } = why.act.why ?? {};
  const asked = why.asks?.requirements.map(({ skillId, atLeast }) => `${skillId} ${atLeast}`).join(', ') ?? '';
  openDialog(
    `Why ${why.agentId}?`,
    h(
      'p',
      {},
      `${why.agentId} ${RULES[why.rule] ?? why.rule}${idleSinceAt === undefined ? '' : `, since ${clockTime(idleSinceAt)}`}.`,
    ),
    h(
      'p',
      { class: 'muted' },
      `Asked for: ${why.asks?.channel ?? ''} in ${why.asks?.queueId ?? ''}, ${asked}${dueAt === undefined ? '' : `; due ${clockTime(dueAt)}`}.`,
    ),
    h(
      'table',
      {},
      h('thead', {}, h('tr', {}, h('th', {}, 'Agent'), h('th', {}, 'State'), h('th', {}, 'What kept it from them'))),
      h(
        'tbody',
        {},
        ...why.candidates.map(({ agentId, state, obstacle, isChosen }) =>
          h(
            'tr',
            { class: isChosen ? 'chosen' : '' },
            h('td', {}, agentId),
            h('td', {}, state),
            h('td', {}, isChosen ? 'chosen' : (obstacle ?? 'nothing: was idle for a shorter time')),
          ),
        ),
      ),
    ),
    h('details', {}, h('summary', {}, 'JSON'), h('pre', { tabindex: 0 }, JSON.stringify(why, null, 2))),
  );
}
