import { Button, Text, Title2, makeStyles, tokens } from '@fluentui/react-components';
import { useTexts } from '../context';
import { Mark } from '../look/mark';
import type { SignIn } from './signed-in';

const useStyles = makeStyles({
  root: { height: '100%', display: 'grid', placeItems: 'center', padding: tokens.spacingHorizontalL },
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    alignItems: 'flex-start',
    maxWidth: '420px',
    padding: '40px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
});

/** The page before somebody is signed in, and where signing in failed. */
export function Welcome({ signIn }: { readonly signIn: Exclude<SignIn, { kind: 'signedIn' }> }) {
  const styles = useStyles();
  const texts = useTexts();
  return (
    <main className={styles.root}>
      <div className={styles.card}>
        <Mark size={44} />
        <Title2 as="h1">{texts.brand}</Title2>
        {signIn.kind === 'signedOut' ? (
          <>
            <Text>{texts.signInLead}</Text>
            <Button appearance="primary" size="large" onClick={() => void signIn.begin()}>
              {texts.signIn}
            </Button>
          </>
        ) : (
          <>
            <Text role="alert">{texts.signInFailed}</Text>
            <Text size={200}>{signIn.reason}</Text>
            <Button appearance="primary" onClick={() => location.reload()}>
              {texts.retry}
            </Button>
          </>
        )}
      </div>
    </main>
  );
}
