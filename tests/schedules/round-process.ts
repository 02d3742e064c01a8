import { playRound, type Round } from './round';

/** A process that plays the rounds that it is sent, until whoever sent them lets it go. */
process.on('message', (round: Round) => {
  void playRound(round).then((found) => process.send?.(found));
});
