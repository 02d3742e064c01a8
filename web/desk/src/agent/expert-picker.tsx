import {
  Field,
  PresenceBadge,
  Radio,
  RadioGroup,
  SearchBox,
  Text,
  makeStyles,
  tokens,
  type PresenceBadgeProps,
} from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import { useApi, useTexts } from '../context';
import type { Answered } from '../data/api';
import { Trouble } from '../look/trouble';

export type Expert = Answered<'findExperts'>['experts'][number];

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  found: { maxHeight: '240px', overflowY: 'auto' },
  search: { width: '100%', maxWidth: '100%' },
  person: {
    display: 'inline-flex',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground1,
  },
  beside: { color: tokens.colorNeutralForeground2 },
});

interface Shown {
  readonly chosen: Expert | null;
  readonly onChoose: (chosen: Expert | null) => void;
}

/** Any person of the organisation, found by name and chosen by whether they would answer now. */
export function ExpertPicker({ chosen, onChoose }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  const [words, setWords] = useState('');
  const { experts, trouble, forget } = useExperts(words);
  const choose = (userId: string) => onChoose(experts?.find((one) => one.userId === userId) ?? null);
  return (
    <div className={styles.root}>
      <Field label={texts.expert.search} hint={texts.expert.hint} required>
        <SearchBox
          className={styles.search}
          value={words}
          onChange={(_event, { value }) => {
            setWords(value);
            onChoose(null);
          }}
        />
      </Field>
      <Trouble trouble={trouble} onClose={forget} words={texts.expert.failed} />
      <div role="status">{experts?.length === 0 && <Text>{texts.expert.nobody}</Text>}</div>
      {experts !== null && experts.length > 0 && (
        <RadioGroup
          className={styles.found}
          aria-label={texts.expert.found}
          value={chosen?.userId ?? ''}
          onChange={(_event, { value }) => choose(value)}
        >
          {experts.map((expert) => (
            <Radio key={expert.userId} value={expert.userId} label={<PersonLine expert={expert} />} />
          ))}
        </RadioGroup>
      )}
    </div>
  );
}

const BADGES: Readonly<Record<Expert['reachability'], NonNullable<PresenceBadgeProps['status']>>> = {
  available: 'available',
  away: 'away',
  busy: 'busy',
  inACall: 'busy',
  doNotDisturb: 'do-not-disturb',
  offline: 'offline',
  unknown: 'unknown',
};

/** The badge's colour says nothing that the words do not. */
function PersonLine({ expert: { name, title, reachability } }: { readonly expert: Expert }) {
  const styles = useStyles();
  const texts = useTexts();
  const beside = [title, texts.expert.reachability[reachability]].filter((one) => one !== null).join(' · ');
  return (
    <span className={styles.person}>
      <PresenceBadge status={BADGES[reachability]} aria-hidden />
      {name}
      <span className={styles.beside}>{beside}</span>
    </span>
  );
}

const SHORTEST_SEARCH = 2;
/** Whoever types is not asked for at every letter. */
const PAUSE_MS = 300;

/** Null: nothing was looked for yet, or an answer is awaited. What comes late for words that have changed is dropped. */
function useExperts(words: string) {
  const api = useApi();
  const [experts, setExperts] = useState<readonly Expert[] | null>(null);
  const [trouble, setTrouble] = useState<unknown>(null);
  const asked = words.trim();
  useEffect(() => {
    setExperts(null);
    setTrouble(null);
    if (asked.length < SHORTEST_SEARCH) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      api.call('findExperts', { body: { words: asked } }).then(
        (answer) => isWanted && setExperts(answer.experts),
        (error: unknown) => isWanted && setTrouble(error),
      );
    }, PAUSE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [api, asked]);
  return { experts, trouble, forget: useCallback(() => setTrouble(null), []) };
}
