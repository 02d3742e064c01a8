/** How somebody wants the desk to look. Kept in their browser. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark' | 'contrast';
  readonly language: 'en' | 'ja';
}

const KEY = 'switchboard.preferences';
const THEMES = ['system', 'light', 'dark', 'contrast'] as const;
const LANGUAGES = ['en', 'ja'] as const;

const among = <One extends string>(all: readonly One[], value: unknown): One | undefined =>
  all.find((one) => one === value);

/** The address of the page wins over what was kept, which wins over what the browser speaks. */
export function readPreferences(): Preferences {
  const asked = new URLSearchParams(location.search);
  const kept = read();
  return {
    theme: among(THEMES, asked.get('theme')) ?? among(THEMES, kept['theme']) ?? 'system',
    language:
      among(LANGUAGES, asked.get('lang')) ?? among(LANGUAGES, kept['language']) ?? languageOf(navigator.language),
  };
}

export const languageOf = (tag: string): Preferences['language'] => (tag.startsWith('ja') ? 'ja' : 'en');

export function keepPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing: it holds until the page is left.
  }
}

function read(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
