import { playRound, type Round } from './round';

/** A process that plays one round, asked and answered by messages. */
process.once('message', (round: Round) => {
  void playRound(round).then((found) => process.send?.(found, () => process.disconnect()));
});
