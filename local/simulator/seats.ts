import type { LocalAzure } from '../azure';
import { EMPTY, get, post, Refused, type Operation } from './operation';

/** Which agents a person plays; the others are simulated. */
export interface Seats {
  isTaken(agentId: string): boolean;
  /** The seat that nobody sits in at first. */
  readonly freeAgentId: string;
  take(agentId: string): void;
  leave(agentId: string): void;
}

export function createSeats(freeAgentId: string): Seats {
  const taken = new Set<string>();
  return {
    freeAgentId,
    isTaken: (agentId) => taken.has(agentId),
    take: (agentId) => void taken.add(agentId),
    leave: (agentId) => void taken.delete(agentId),
  };
}

/** A person sits down in place of a simulated agent. */
export function seatOperations({ organisation }: LocalAzure, seats: Seats): readonly Operation[] {
  const agentOf = (params: Readonly<Record<string, string>>): string => {
    const found = organisation.agents.find(({ agentId }) => agentId === params['agent']);
    if (found === undefined) throw new Refused(404, 'There is no such agent.');
    return found.agentId;
  };
  return [
    get('listSeats', '/_local/seats', 'Who plays which agent.', () => ({
      seats: organisation.agents.map(({ agentId, name }) => ({
        agentId,
        name,
        isTaken: seats.isTaken(agentId),
        isFree: agentId === seats.freeAgentId && !seats.isTaken(agentId),
      })),
    })),
    post('takeSeat', '/_local/agents/{agent}/seat', 'A person plays the agent from now on.', EMPTY, ({ params }) =>
      seats.take(agentOf(params)),
    ),
    post('leaveSeat', '/_local/agents/{agent}/seat/leave', 'The agent is simulated again.', EMPTY, ({ params }) =>
      seats.leave(agentOf(params)),
    ),
  ];
}
