/** Why a telephone that was called was not answered, as far as its SIP code tells. */
export type SipAnswer = 'busy' | 'declined' | 'notAnswered';

/** 486 and 600: busy; 603: declined; 408, 480 and 487: nobody picked up. Null: the code says something else, or there is none. */
export function sipAnswer(code: number | null): SipAnswer | null {
  switch (code) {
    case 486:
    case 600:
      return 'busy';
    case 603:
      return 'declined';
    case 408:
    case 480:
    case 487:
      return 'notAnswered';
    case null:
    default:
      return null;
  }
}
