/** What services send by themselves, by the names under which rules of faults disturb it. */
export const SENDS = {
  eventGrid: 'Event Grid deliveries',
  calls: 'call callbacks',
  recordings: 'recording uploads',
  graph: 'Graph deliveries',
  teams: 'Teams deliveries',
  telesign: 'Telesign callbacks',
} as const;
