/** Someone who oversees agents and queues. Where a tenant names nobody, the app role of Entra alone makes a supervisor of all. */
export interface SupervisorSource {
  readonly id: string;
  readonly name: string;
  readonly entraObjectId: string;
  /** Without queues and teams: every queue. */
  readonly queues?: readonly string[] | undefined;
  /** The queues of these teams too. */
  readonly teams?: readonly string[] | undefined;
}
