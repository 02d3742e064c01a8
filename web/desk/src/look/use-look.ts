import { useEffect, useState } from 'react';
import { followTeams, isInTeams } from '../sign-in/teams';
import { keepPreferences, languageOf, readPreferences, type Preferences } from './preferences';
import { themeOfSystem, themeOfTeams, type ThemeName } from './theme';

export interface Look {
  readonly preferences: Preferences;
  readonly theme: ThemeName;
  change(preferences: Preferences): void;
}

/** The theme and language in force, as the person, Teams and the system want them. */
export function useLook(): Look {
  const [preferences, setPreferences] = useState(readPreferences);
  const [surroundings, setSurroundings] = useState<ThemeName>(themeOfSystem);

  useEffect(() => {
    if (isInTeams()) {
      void followTeams((theme) => setSurroundings(themeOfTeams(theme)))
        .then(({ theme, locale }) => {
          setSurroundings(themeOfTeams(theme));
          setPreferences((before) => ({ ...before, language: languageOf(locale) }));
        })
        .catch(() => undefined);
      return undefined;
    }
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setSurroundings(themeOfSystem());
    scheme.addEventListener('change', follow);
    return () => scheme.removeEventListener('change', follow);
  }, []);

  return {
    preferences,
    theme: preferences.theme === 'system' ? surroundings : preferences.theme,
    change(next) {
      keepPreferences(next);
      setPreferences(next);
    },
  };
}
