import { json, text } from './typed-data';
import type { TypedData } from './types';

/**
 * What comes beside a trigger's data: the members of a text that is a JSON object (azure-functions-host, Utility.ApplyBindingData). Arrays
 * and nothing are left out; numbers and truth become text, in .NET's words.
 */
export function membersOf(trigger: TypedData): Record<string, TypedData> {
  const content = 'string' in trigger ? (trigger.string ?? '') : '';
  if (!content.trimStart().startsWith('{')) return {};
  const members = Object.entries(parsed(content)).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || Array.isArray(value)) return [];
    if (typeof value === 'object') return [[name, json(value)] as const];
    if (typeof value === 'boolean') return [[name, text(value ? 'True' : 'False')] as const];
    return [[name, text(typeof value === 'string' ? value : JSON.stringify(value))] as const];
  });
  return Object.fromEntries(members);
}

function parsed(content: string): object {
  try {
    return JSON.parse(content) as object;
  } catch {
    return {};
  }
}
