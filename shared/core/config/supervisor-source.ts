/** Someone who oversees agents and queues. Where a tenant names nobody, the app role of Entra alone makes a supervisor of all. */
export interface SupervisorSource {
  readonly id: string;
  readonly name: string;
  readonly entraObjectId: string;
  /** Left out: every queue. */
  readonly queues?: readonly string[] | undefined;
}
