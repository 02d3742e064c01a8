import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { Component, use, useEffect, useMemo, Suspense, type ReactNode } from 'react';
import { ApiContext, TextContext, useTexts } from './context';
import { createApi } from './data/api';
import { Home } from './home';
import { Loading } from './look/loading';
import type { Look } from './look/use-look';
import { useLook } from './look/use-look';
import { themeOf } from './look/theme';
import type { SignedIn, SignIn } from './sign-in/signed-in';
import { Welcome } from './sign-in/welcome';
import { en } from './text/en';
import { ja } from './text/ja';

const CATALOGUES = { en, ja } as const;

const useStyles = makeStyles({
  root: { height: '100%', backgroundColor: tokens.colorNeutralBackground3, color: tokens.colorNeutralForeground1 },
  centre: { height: '100%', display: 'grid', placeItems: 'center' },
});

/** The whole desk, in the look and language of the person. */
export function App({ signingIn }: { readonly signingIn: Promise<SignIn> }) {
  const styles = useStyles();
  const look = useLook();
  const { language } = look.preferences;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <FluentProvider theme={themeOf(look.theme, language)}>
      <div className={styles.root}>
        <TextContext.Provider value={CATALOGUES[language]}>
          <Boundary>
            <Suspense fallback={<Loading />}>
              <Gate signingIn={signingIn} look={look} />
            </Suspense>
          </Boundary>
        </TextContext.Provider>
      </div>
    </FluentProvider>
  );
}

function Gate({ signingIn, look }: { readonly signingIn: Promise<SignIn>; readonly look: Look }) {
  const signIn = use(signingIn);
  if (signIn.kind !== 'signedIn') return <Welcome signIn={signIn} />;
  return <Inside signedIn={signIn} look={look} />;
}

function Inside({ signedIn, look }: { readonly signedIn: SignedIn; readonly look: Look }) {
  const api = useMemo(() => createApi(signedIn.token), [signedIn]);
  return (
    <ApiContext.Provider value={api}>
      <Home signedIn={signedIn} look={look} />
    </ApiContext.Provider>
  );
}

/** A defect of one panel must not leave an empty page: the person can go on after a reload. */
class Boundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const texts = useTexts();
  return <main className={useStyles().centre}>{texts.troubles.unreadable}</main>;
}
