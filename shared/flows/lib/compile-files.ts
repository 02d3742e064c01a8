import type { CompiledConfig } from '../../core/config/compiled';
import type { ConfigVersion } from '../../ports/config-store';
import { FlowError } from './flow-error';
import { formatConfigError, readConfig } from '../../contracts/read-config';

/** Compiles stored files. They compiled when they were published: a refusal means that the rules changed since. */
export function compileFiles(files: ConfigVersion['files']): CompiledConfig {
  const result = readConfig(files.map(({ name, content }) => ({ file: name, text: content })));
  if (result.ok) return result.value;
  throw new FlowError('impossible', result.error.map(formatConfigError).join('\n'));
}
