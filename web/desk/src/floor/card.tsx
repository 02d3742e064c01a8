import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { SectionTitle } from '../look/section-title';

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow4,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    height: '100%',
    boxSizing: 'border-box',
    '@media (max-width: 860px)': { padding: tokens.spacingHorizontalM },
  },
  head: { display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  scroll: { overflowX: 'auto' },
});

interface Shown {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the wallboard with its title. */
export function Card({ title, aside, children }: Shown) {
  const styles = useStyles();
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <SectionTitle words={title} count={null} />
        {aside}
      </div>
      <div className={styles.scroll}>{children}</div>
    </section>
  );
}
