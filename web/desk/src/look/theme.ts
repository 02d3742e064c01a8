import { teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme, type Theme } from '@fluentui/react-components';
import type { Preferences } from './preferences';

export type ThemeName = 'light' | 'dark' | 'contrast';

/** Japanese first where Japanese is read: a Latin font's fallback may give Chinese shapes. */
const JAPANESE = "'Segoe UI', 'Yu Gothic UI', Meiryo, 'Hiragino Sans', 'Noto Sans CJK JP', 'Noto Sans JP', sans-serif";

const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: teamsLightTheme,
  dark: teamsDarkTheme,
  contrast: teamsHighContrastTheme,
};

export function themeOf(name: ThemeName, language: Preferences['language']): Theme {
  const theme = THEMES[name];
  return language === 'ja' ? { ...theme, fontFamilyBase: JAPANESE } : theme;
}

/** Teams calls its themes `default`, `dark` and `contrast` (and `glass` on some clients). */
export function themeOfTeams(name: string): ThemeName {
  if (name === 'dark' || name === 'glass') return 'dark';
  return name === 'contrast' ? 'contrast' : 'light';
}

export function themeOfSystem(): ThemeName {
  if (matchMedia('(forced-colors: active), (prefers-contrast: more)').matches) return 'contrast';
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
