import type { JsonObject } from '../json';
import { compileQuery } from './execute';
import { parseQuery } from './parse';

/** The condition of a patch, `from c where …`, as a test of a document. */
export function compileCondition(condition: string): (document: JsonObject) => boolean {
  const query = compileQuery(parseQuery(`SELECT VALUE 1 ${condition}`), new Map(), {
    nowMs: 0,
    userFunctions: new Map(),
  });
  return (document) => [...query.run([document])].length > 0;
}
