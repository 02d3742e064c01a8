/** Why a call from the browser is over, in words that a page can turn into a sentence. */
export type EndReason =
  /** The customer hung up, or gave up before anybody answered. */
  | 'hungUp'
  | 'hungUpByOther'
  | 'microphoneDenied'
  | 'noMicrophone'
  /** The page could not get a token, or the service did not accept it. */
  | 'notAllowed'
  | 'busy'
  | 'declined'
  | 'notAnswered'
  | 'network'
  | 'failed';

/** What the Calling SDK says at the end of a call. */
export interface EndCodes {
  readonly code: number;
  readonly subCode?: number;
}

/**
 * Codes follow SIP
 * (https://learn.microsoft.com/azure/communication-services/resources/troubleshooting/voice-video-calling/troubleshooting-codes);
 * what refines them is for logs: there are hundreds, and they change. `isOwnWish`: the customer asked for the end.
 */
export function endReasonOf(codes: EndCodes | undefined, isOwnWish: boolean): EndReason {
  if (isOwnWish) return 'hungUp';
  if (codes === undefined) return 'failed';
  switch (codes.code) {
    case 0:
    case 487:
      return 'hungUpByOther';
    case 401:
    case 403:
      return 'notAllowed';
    case 486:
      return 'busy';
    case 603:
      return 'declined';
    case 408:
    case 480:
      return 'notAnswered';
    case 410:
    case 490:
    case 491:
    case 496:
    case 497:
    case 498:
      return 'network';
    default:
      return 'failed';
  }
}
