import { archiveJournals } from '../../shared/flows/routing/archive-journals';
import { onTimer } from '../register';

/** Every hour: sealed segments of the routing journals go into the archive. */
export const registerJournalArchive = (): void =>
  onTimer('journalArchive', '0 20 * * * *', ({ deps }) => archiveJournals(deps));
