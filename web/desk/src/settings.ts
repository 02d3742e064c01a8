import { deskSettings, type DeskSettings } from '../../../shared/contracts/http/desk';

const metaOf = (name: string): string => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';

/** What the function app told the page. Throws where the page was served by something else. */
export const readSettings = (): DeskSettings => deskSettings.parse(JSON.parse(metaOf('switchboard')));

/** Styles made at run time carry it: the page's policy refuses all others. */
export const readNonce = (): string => metaOf('csp-nonce');
