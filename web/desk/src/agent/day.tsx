import { Text, makeStyles, tokens } from '@fluentui/react-components';
import { useSource, useTexts } from '../context';
import type { DayFigures } from '../data/desk';
import type { Source } from '../data/source';
import { clockText } from '../lib/durations';
import { SectionTitle } from '../look/section-title';

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  grid: { display: 'grid', gridTemplateColumns: 'repeat(3, 1fr)', gap: tokens.spacingHorizontalS, margin: 0 },
  figure: {
    display: 'flex',
    flexDirection: 'column-reverse',
    padding: tokens.spacingHorizontalS,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  value: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  label: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

/** The agent's own figures of today. */
export function Day({ source }: { readonly source: Source<DayFigures> }) {
  const styles = useStyles();
  const texts = useTexts();
  const { state } = useSource(source);
  // The stamp may show nobody figures of agents.
  if (state === undefined || state === null) return null;
  const words = texts.dayFigures;
  const figures: readonly (readonly [string, string | number])[] = [
    [words.handled, state.handled],
    [words.offers, state.offers],
    [words.missed, state.offerEnds['ignored'] ?? 0],
    [words.talk, clockText(state.talkMs)],
    [words.hold, clockText(state.holdMs)],
    [words.wrapUp, clockText(state.wrapUpMs)],
  ];
  return (
    <section className={styles.section} aria-label={texts.day}>
      <SectionTitle words={texts.day} count={null} />
      <dl className={styles.grid}>
        {figures.map(([label, value]) => (
          <div key={label} className={styles.figure}>
            <dt className={styles.label}>{label}</dt>
            <dd className={styles.value}>
              <Text font="numeric" size={400} weight="semibold">
                {value}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
