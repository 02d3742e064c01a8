/** What an operation does to the named resource, in the letters of shared access signatures. */
export type Permission = 'r' | 'w' | 'd' | 'l';

export interface Access {
  readonly permission: Permission;
  /** Empty for the account's own operations. */
  readonly container: string;
  /** Empty for a container's own operations. */
  readonly blob: string;
}
