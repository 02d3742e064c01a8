import type { CompiledConfig } from '../../core/config/compiled';
import type { NoticeName } from '../../core/config/notice-names';

/** What the tenant says in such a case, in the customer's language or its own first; null where it says nothing. */
export function noticeOf({ notices, tenant }: CompiledConfig, name: NoticeName, language: string): string | null {
  const texts = notices.get(name);
  return texts?.[language] ?? texts?.[tenant.languages[0]] ?? null;
}
