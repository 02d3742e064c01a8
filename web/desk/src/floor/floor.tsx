import type { Answered } from '../data/api';

/** The supervisor's wallboard. */
export function Floor({ tenants }: { readonly tenants: Answered<'getMe'>['oversees'] }) {
  return <main>{tenants.length}</main>;
}
