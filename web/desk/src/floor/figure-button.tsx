import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useTexts } from '../context';

const useStyles = makeStyles({
  button: {
    font: 'inherit',
    color: 'inherit',
    fontVariantNumeric: 'tabular-nums',
    background: 'none',
    border: 'none',
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalXS}`,
    marginInline: `calc(-1 * ${tokens.spacingHorizontalXS})`,
    cursor: 'pointer',
    textDecorationLine: 'underline',
    textDecorationStyle: 'dotted',
    textUnderlineOffset: '3px',
    borderRadius: tokens.borderRadiusSmall,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

interface Shown {
  readonly what: string;
  readonly count: number;
  readonly onClick: () => void;
  readonly className?: string;
}

/** A number that opens the contacts behind it. */
export function FigureButton({ what, count, onClick, className }: Shown) {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <button
      type="button"
      className={mergeClasses(styles.button, className)}
      aria-label={texts.floor.show(what, count)}
      onClick={onClick}
    >
      {count}
    </button>
  );
}
