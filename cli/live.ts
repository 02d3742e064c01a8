import { readConfig, readSource, type ConfigFile } from '../shared/contracts/read-config';
import type { CompiledConfig } from '../shared/core/config/compiled';
import type { ConfigSource } from '../shared/core/config/document';
import { NotThere, type Stamp } from './stamp';
import { CliError } from './told';

/** What is live of a tenant. */
export interface Live {
  /** 0: nothing. */
  readonly version: number;
  readonly files: readonly ConfigFile[];
}

/** What is live of a tenant; nothing for one that the stamp does not know yet. */
export async function liveOf(stamp: Stamp, tenantId: string): Promise<Live> {
  try {
    const { version, files } = await stamp.ask('getLiveConfig', { params: { tenantId } });
    return { version, files: files.map(({ name, content }) => ({ file: name, text: content })) };
  } catch (thrown) {
    if (thrown instanceof NotThere) return { version: 0, files: [] };
    throw thrown;
  }
}

/** The files as they travel. */
export const wireOf = (files: readonly ConfigFile[]) => files.map(({ file, text }) => ({ name: file, content: text }));

/** Files whose shape is known to be right. */
export function sourceOf(files: readonly ConfigFile[]): ConfigSource {
  const result = readSource(files);
  if (result.ok) return result.value;
  throw unreadable();
}

/** Files that were live: they compiled when they were published. */
export function compiledOf(files: readonly ConfigFile[]): CompiledConfig {
  const result = readConfig(files);
  if (result.ok) return result.value;
  throw unreadable();
}

const unreadable = (): CliError =>
  new CliError('failed', 'What is live cannot be read by this version of the command line.');
