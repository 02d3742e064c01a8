import { CounterBadge, Subtitle2, makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({ root: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS } });

/** The title of a part of the page, with the number of what is in it. */
export function SectionTitle({ words, count }: { readonly words: string; readonly count: number | null }) {
  return (
    <div className={useStyles().root}>
      <Subtitle2 as="h2" style={{ margin: 0 }}>
        {words}
      </Subtitle2>
      {count !== null && count > 0 && <CounterBadge count={count} appearance="filled" color="brand" size="small" />}
    </div>
  );
}
