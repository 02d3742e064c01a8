import type { Channel } from '../lib/channel';

/** An address of ours: a number (E.164), a mailbox, or the key of a chat entry point. */
export interface EntryPointSource {
  readonly id: string;
  readonly channel: Channel;
  readonly address: string;
  readonly trunk?: string | undefined;
  /** Calls only: the number that others see when this one calls them, if not the address. Of another entry point of the tenant's. */
  readonly callerId?: string | undefined;
  /** E-mail only: the address that answers leave as, if not the mailbox's own. The mailbox needs Exchange's permission to send as it. */
  readonly sendAs?: string | undefined;
  readonly flow: string;
  /** Where customers go whose flow cannot be run. */
  readonly queue: string;
  /** Chat only: who carries it. `acs`, unless it says `switchboard`: Switchboard's own chat. */
  readonly provider?: ChatProvider | undefined;
}

export type ChatProvider = 'acs' | 'switchboard';
