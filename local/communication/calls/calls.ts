import type { Clock } from '../../kit/clock';
import type { Faults } from '../../kit/faults';
import type { Route } from '../../kit/http';
import type { Post } from '../../kit/post';
import type { Store } from '../../kit/store';
import type { Work } from '../../kit/work';
import { openBook, type Book } from './book';
import { callRoutes } from './call-operations';
import { createCallStreams } from './call-streams';
import { connectRoute } from './connect';
import { createDeliver, type CallbackClaims } from './deliver';
import { openHabits } from './habits';
import { isExtensionUser, teamsUserIdOf, type RawId } from './identifiers';
import { mediaRoutes } from './media-operations';
import { hearApp } from './audio';
import { mediaStreamingRoutes } from './media-streaming';
import { moveRoute } from './move';
import { createOperations, type Authorise } from './operation';
import type { OwnStorage } from './own-storage';
import { participantRoutes } from './participant-operations';
import { createPhones, type Phones } from './phones';
import { recordingRoutes } from './recording-operations';
import { openSetbacks, type Setbacks } from './setbacks';
import type { Sounds } from './sounds';
import { createTeamsPhones, openReach, type TeamsPhones } from './teams-phones';
import { opened } from './subscriptions';
import { tick } from './tick';
import { transcriptionRoutes } from './transcription';
import { DURATIONS, type Durations } from './turn';
import type { GridEvent } from '../grid-event';

export interface CallsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly work: Work;
  readonly post: Post;
  /** Gives an event to the system topic of the resource; it is given again when this rejects. */
  readonly publish: (event: GridEvent) => Promise<void>;
  /** Makes the RS256 token of a callback. */
  readonly signCallback: (claims: CallbackClaims) => Promise<string>;
  /** The audience of those tokens. */
  readonly immutableResourceId: string;
  /** Their issuer; Azure's own when absent. */
  readonly callbackIssuer?: string;
  /** Where the routes are served, without a slash at the end; read at every use, so that a port may come late. */
  readonly endpoint: () => string;
  readonly authorise: Authorise;
  /** Resource path that events name as their topic. */
  readonly topic?: string;
  /** Looks up how long sound files play; all are 30 s long when absent. */
  readonly sounds?: Sounds;
  /** Writes recordings into other people's containers; they stay here when absent. */
  readonly storage?: OwnStorage;
  readonly durations?: Partial<Durations>;
  /** The trunk by which a call to a number goes; none, and so by Microsoft's lines, when absent. */
  readonly trunkFor?: (number: string) => string | undefined;
  /** Whether the published limits hold now; they never do when absent. */
  readonly isLimited?: () => boolean;
  /** What goes wrong at the sockets of the words and the audio; nothing when absent. */
  readonly faults?: Faults;
  /** Whether a Teams resource account, or an agent in a softphone, has been assigned; all are when absent. */
  readonly isAssigned?: (objectId: string) => boolean;
}

/** The local Call Automation and the telephone network around it. */
export interface Calls {
  readonly routes: Route[];
  readonly phones: Phones;
  readonly teamsPhones: TeamsPhones;
  readonly setbacks: Setbacks;
}

const AZURE_ISSUER = 'https://acscallautomation.communication.azure.com';
const TOPIC =
  '/subscriptions/local/resourceGroups/local/providers/Microsoft.Communication/communicationServices/switchboard-local';

/** State is read from the store: timers go on, and callbacks still owed are given at once. */
export function createCalls(options: CallsOptions): Calls {
  const { store, clock, endpoint, authorise, callbackIssuer = AZURE_ISSUER, topic = TOPIC } = options;
  const durations = { ...DURATIONS, ...options.durations };
  const reach = openReach(store);
  const habits = openHabits(store);
  const setbacks = openSetbacks(store);
  const deliver = createDeliver({ ...options, callbackIssuer });
  const { sounds, isAssigned = () => true, trunkFor = () => undefined } = options;
  const soundLength = (uri: string) => sounds?.lengthOf(uri);
  const isReachable = (rawId: RawId) =>
    reach.isReachable(rawId) && (!isExtensionUser(rawId) || isAssigned(teamsUserIdOf(rawId)));
  const surroundings = {
    durations,
    endpoint,
    topic,
    soundLength,
    isReachable,
    isAssigned,
    trunkFor,
    habitOf: habits.of,
    setback: setbacks.take,
  };
  const streams = createCallStreams({
    ...{ ...options, callbackIssuer },
    onOpened: (connectionId, stream, subscriptionId, how) =>
      book.change(connectionId, (turn) => opened(turn, stream, subscriptionId, how)),
    onMessage: (connectionId, stream, message) => {
      if (stream === 'audio') book.change(connectionId, (turn) => hearApp(turn, message));
    },
  });
  const book: Book = openBook({ store, clock, deliver, follow: streams.follow, surroundings, tick });
  const route = createOperations({ book, store, clock, authorise });
  book.start();
  deliver.start();
  return {
    routes: [
      ...callRoutes(route, book, { durations, isLimited: options.isLimited ?? (() => false) }),
      connectRoute(route, book),
      ...participantRoutes(route, book, durations),
      moveRoute(route, book),
      ...mediaRoutes(route, book, sounds),
      ...recordingRoutes(route, book),
      ...transcriptionRoutes(route, book),
      ...mediaStreamingRoutes(route, book),
    ],
    phones: createPhones(book, habits),
    teamsPhones: createTeamsPhones(book, reach),
    setbacks,
  };
}
