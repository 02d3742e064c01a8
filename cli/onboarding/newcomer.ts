/** How calls reach a tenant's numbers. */
export const CARRIERS = ['teams', 'trunk', 'acs'] as const;

export type Carrier =
  /** Teams Phone extensibility: the number is a Teams resource account's. */
  | { readonly kind: 'teams'; readonly resourceAccount: string }
  /** Direct routing of Communication Services; the trunk tells tenants with one number plan apart. */
  | { readonly kind: 'trunk'; readonly trunk: string }
  /** A number that Communication Services itself has. */
  | { readonly kind: 'acs' };

/** An organisation that is to be served, as an administrator describes it. */
export interface Newcomer {
  readonly id: string;
  readonly name: string;
  readonly entraTenantId: string;
  readonly countries: readonly string[];
  readonly timeZone: string;
  readonly integrationModel: string;
  readonly agents: readonly NewAgent[];
  readonly calls: { readonly numbers: readonly string[]; readonly carrier: Carrier } | null;
  readonly textNumber: string | null;
  readonly mailbox: string | null;
  readonly hasChat: boolean;
}

export interface NewAgent {
  readonly name: string;
  readonly entraObjectId: string;
}
