import { formatPlace, type PlacedConfigError } from '../shared/contracts/read-config';
import type { Fault } from './told';

/** A reason why a configuration is refused, with its file, line and field. */
export const faultOf = (error: PlacedConfigError): Fault => ({ path: formatPlace(error), message: error.message });
