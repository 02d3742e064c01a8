import { Badge, Spinner, Text, makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import type { FloorView } from '../data/floor';
import { useApi, useSource, useTexts } from '../context';
import type { Answered } from '../data/api';
import { createSource } from '../data/source';
import { Trouble } from '../look/trouble';

type Decision = Answered<'explainRouting'>['decisions'][number];
type Candidate = NonNullable<Decision['explanation']>['candidates'][number];

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalL },
  candidates: { listStyle: 'none', margin: 0, padding: 0 },
  candidate: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'center', flexWrap: 'wrap' },
  quiet: { color: tokens.colorNeutralForeground2 },
});

interface Shown {
  readonly tenantId: string;
  readonly agents: FloorView['agents'];
  readonly interactionId: string;
}

/** What routing decided about a contact, each offer with everybody who might have had it. */
export function Routing({ tenantId, agents, interactionId }: Shown) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const api = useApi();
  const source = useMemo(
    () =>
      createSource(() => api.call('explainRouting', { params: { interactionId }, query: { tenantId } }), {
        everyMs: 15_000,
        hiddenEveryMs: 60_000,
        toldEveryMs: 15_000,
      }),
    [api, tenantId, interactionId],
  );
  const { state, trouble } = useSource(source);
  if (state === undefined)
    return trouble === null ? <Spinner size="tiny" /> : <Trouble trouble={trouble} onClose={() => undefined} />;
  if (state.decisions.length === 0) return <Text>{words.noDecisions}</Text>;
  return (
    <ol className={styles.list} aria-label={words.routing}>
      {state.decisions.map((decision) => (
        <li key={`${decision.shardId} ${decision.seq}`}>
          <DecisionOf decision={decision} agents={agents} />
        </li>
      ))}
    </ol>
  );
}

function DecisionOf({ decision, agents }: { readonly decision: Decision; readonly agents: FloorView['agents'] }) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  const { at, command, outcome, explanation } = decision;
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: 'medium' }).format(at);
  return (
    <>
      <Text size={200}>
        {time} · {words.decision(command, outcome.kind)}
      </Text>
      {explanation !== null && (
        <ul className={styles.candidates}>
          {explanation.candidates.map((candidate) => (
            <li key={candidate.agentId} className={styles.candidate}>
              <Text size={200} weight="semibold">
                {agents.find(({ agentId }) => agentId === candidate.agentId)?.name ?? candidate.agentId}
              </Text>
              <Verdict candidate={candidate} chosen={explanation.chosen} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface VerdictShown {
  readonly candidate: Candidate;
  readonly chosen: NonNullable<Decision['explanation']>['chosen'];
}

function Verdict({ candidate, chosen }: VerdictShown) {
  const styles = useStyles();
  const { floor: words } = useTexts();
  if (chosen?.agentId === candidate.agentId)
    return (
      <Badge appearance="tint" color="success">
        {words.chosen}: {words.rules[chosen.rule] ?? chosen.rule}
      </Badge>
    );
  return (
    <Text size={200} className={styles.quiet}>
      {candidate.obstacle === null
        ? words.candidate
        : (words.obstacles[candidate.obstacle.kind] ?? candidate.obstacle.kind)}
    </Text>
  );
}
