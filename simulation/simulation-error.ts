/** Every way in which a simulation refuses to begin. */
export type SimulationErrorCode =
  | 'unreadable'
  | 'configRefused'
  | 'scenarioRefused'
  | 'recordingRefused'
  | 'recordFailed'
  | 'badOption';

/** What was wrong with what a simulation was given; the message is for the person who gave it. */
export class SimulationError extends Error {
  constructor(
    readonly code: SimulationErrorCode,
    message: string,
  ) {
    super(message);
  }
}
