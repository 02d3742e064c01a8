import { formatPath, type PlacedConfigError } from '../shared/contracts/read-config';
import type { Fault } from './told';

/** A reason why a configuration is refused, with its file, line and field. */
export const faultOf = ({ file, line, path, message }: PlacedConfigError): Fault => ({
  path: [line === null ? file : `${file}:${line}`, formatPath(path)].filter((part) => part !== '').join(' '),
  message,
});
