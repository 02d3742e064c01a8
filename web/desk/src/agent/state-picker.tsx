import {
  Button,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  PresenceBadge,
  Spinner,
  makeStyles,
  tokens,
  type PresenceBadgeStatus,
} from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons';
import type { AgentStateView } from '../../../../shared/contracts/http/agents';
import { useSource, useTexts } from '../context';
import type { DeskState } from '../data/desk';
import type { Source } from '../data/source';
import { Trouble } from '../look/trouble';
import type { Texts } from '../text/en';
import { useOwnState, type Wanted } from './own-state';

export type Availability = AgentStateView['availability'];

const useStyles = makeStyles({
  button: { minWidth: '0', maxWidth: '220px' },
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  shown: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
});

/** The sign that Teams has for a state of ours. */
export function presenceOf({ kind }: Availability): PresenceBadgeStatus {
  switch (kind) {
    case 'ready':
      return 'available';
    case 'notReady':
      return 'away';
    case 'notResponding':
      return 'do-not-disturb';
    case 'signedOut':
      return 'offline';
  }
}

/** A state in words, and where Teams keeps offers from somebody who is Ready, why. */
export const stateAndVeto = (
  texts: Texts,
  { availability, veto }: Pick<AgentStateView, 'availability' | 'veto'>,
): string => (availability.kind === 'ready' && veto !== null ? texts.vetoes[veto] : stateText(texts, availability));

/** A state in words: a reason says more than that somebody is not ready. */
export const stateText = (texts: Texts, state: Availability): string =>
  state.kind === 'notReady' ? (texts.reasons[state.reason] ?? state.reason) : texts.states[state.kind];

/** Shows and changes the agent's own state. */
export function StatePicker({ source }: { readonly source: Source<DeskState> }) {
  const { state } = useSource(source);
  if (state === undefined) return <Spinner size="tiny" />;
  return <Picker agent={state.agent} source={source} />;
}

function Picker({ agent, source }: { readonly agent: AgentStateView; readonly source: Source<DeskState> }) {
  const styles = useStyles();
  const texts = useTexts();
  const { taken, set, trouble, forget } = useOwnState(source);
  const shown = taken ?? agent.availability;
  const words = taken === null ? stateAndVeto(texts, agent) : stateText(texts, taken);
  const badge = taken === null && agent.veto !== null && shown.kind === 'ready' ? 'busy' : presenceOf(shown);
  return (
    <>
      <Trouble trouble={trouble} onClose={forget} />
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            className={styles.button}
            aria-label={texts.stateIs(words)}
            icon={<ChevronDownRegular />}
            iconPosition="after"
          >
            <span className={styles.shown}>
              <PresenceBadge status={badge} aria-hidden />
              <span className={styles.label}>{words}</span>
            </span>
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <StateMenu onChoose={(body) => void set(body)} signOut={texts.states.signedOut} />
        </MenuPopover>
      </Menu>
    </>
  );
}

interface StateMenuShown {
  readonly onChoose: (wanted: Wanted) => void;
  readonly signOut: string;
}

/** The states that can be asked for. */
export function StateMenu({ onChoose, signOut }: StateMenuShown) {
  const texts = useTexts();
  const item = (wanted: Wanted, words: string) => (
    <MenuItem
      key={words}
      icon={<PresenceBadge status={presenceOf(wanted)} aria-hidden />}
      onClick={() => onChoose(wanted)}
    >
      {words}
    </MenuItem>
  );
  return (
    <MenuList>
      {item({ kind: 'ready' }, texts.states.ready)}
      {Object.entries(texts.reasons).map(([reason, words]) => item({ kind: 'notReady', reason }, words))}
      <MenuDivider />
      {item({ kind: 'signedOut' }, signOut)}
    </MenuList>
  );
}
