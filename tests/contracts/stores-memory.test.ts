import { describeCustomerHistory } from './customer-history.testsuite';
import { memoryHistory } from './fakes/memory-history';
import { memoryJournal } from './fakes/memory-journal';
import { describeRoutingJournal } from './shard-stores.testsuite';
import { describeJournalWriters } from './shard-writers.testsuite';

// The journal that schedules are played on keeps the contract of the one in Cosmos.
const journal = memoryJournal();
describeRoutingJournal('memory', () => journal);
describeJournalWriters('memory', () => journal);

const history = memoryHistory();
describeCustomerHistory('memory', () => history);
