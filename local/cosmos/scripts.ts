import { randomUUID } from 'node:crypto';
import type { Collection, Store } from '../kit/store';
import { checkResourceId } from './container-definition';
import { containerSelf, type ContainerRecord } from './container-record';
import { badRequest, conflict, notFound } from './failure';
import { isObject, textOf, type Json, type JsonObject, type Value } from './json';
import { compileUserFunction } from './sandbox';

/** Stored procedures, triggers and user-defined functions, as their paths are spelt. */
export const SCRIPT_KINDS = ['sprocs', 'triggers', 'udfs'] as const;
export type ScriptKind = (typeof SCRIPT_KINDS)[number];

export interface Script {
  readonly container: number;
  readonly kind: ScriptKind;
  readonly id: string;
  /** As its owner defined it; a trigger's has a type and an operation, too. */
  readonly definition: JsonObject;
  readonly etag: string;
  readonly ts: number;
}

export type UserFunctions = ReadonlyMap<string, (...args: readonly Value[]) => Value>;

/** The JavaScript that containers hold. */
export interface Scripts {
  list(container: ContainerRecord, kind: ScriptKind): readonly Script[];
  find(container: ContainerRecord, kind: ScriptKind, id: string): Script;
  create(container: ContainerRecord, kind: ScriptKind, body: Json | undefined, ts: number): Promise<Script>;
  replace(
    container: ContainerRecord,
    kind: ScriptKind,
    id: string,
    body: Json | undefined,
    ts: number,
  ): Promise<Script>;
  remove(container: ContainerRecord, kind: ScriptKind, id: string): Promise<void>;
  userFunctions(container: ContainerRecord): UserFunctions;
}

const keyOf = ({ n }: ContainerRecord, kind: ScriptKind, id: string): string => `${n}/${kind}/${id}`;

export const bodyOf = ({ definition }: Script): string => textOf(definition['body']);

const RESOURCE = /^_/;

function readScript(container: ContainerRecord, kind: ScriptKind, body: Json | undefined, ts: number): Script {
  if (!isObject(body) || typeof body['body'] !== 'string')
    throw badRequest("The input content is invalid because the required properties - 'body; ' - are missing");
  const id = checkResourceId(body['id']);
  const own = Object.entries(body).filter(([name]) => !RESOURCE.test(name));
  return { container: container.n, kind, id, definition: Object.fromEntries(own), etag: `"${randomUUID()}"`, ts };
}

export function openScripts(store: Store): Scripts {
  const all: Collection<Script> = store.collection('cosmos_scripts');
  const compiled = new Map<string, UserFunctions>();
  const list = ({ n }: ContainerRecord, kind: ScriptKind): readonly Script[] =>
    all.values().filter((one) => one.container === n && one.kind === kind);
  const find = (container: ContainerRecord, kind: ScriptKind, id: string): Script => {
    const found = all.get(keyOf(container, kind, id));
    if (found === undefined) throw notFound();
    return found;
  };
  return {
    list,
    find,
    async create(container, kind, body, ts) {
      const made = readScript(container, kind, body, ts);
      if (all.has(keyOf(container, kind, made.id))) throw conflict();
      await all.put(keyOf(container, kind, made.id), made);
      return made;
    },
    async replace(container, kind, id, body, ts) {
      find(container, kind, id);
      const made = readScript(container, kind, body, ts);
      if (made.id !== id) throw badRequest('The id of a script cannot be changed.');
      await all.put(keyOf(container, kind, id), made);
      return made;
    },
    async remove(container, kind, id) {
      find(container, kind, id);
      await all.delete(keyOf(container, kind, id));
    },
    userFunctions(container) {
      const functions = list(container, 'udfs');
      const version = `${container.n}:${functions.map(({ etag }) => etag).join()}`;
      const known =
        compiled.get(version) ?? new Map(functions.map((one) => [one.id, compileUserFunction(bodyOf(one))]));
      compiled.set(version, known);
      return known;
    },
  };
}

const ridOf = (container: ContainerRecord, kind: string, id: string): string =>
  Buffer.from(`${container.rid}/${kind}/${id}`).toString('base64url');

/** The id of the script of a container that a rid is; undefined when it is none of its. */
export function scriptOfRid(container: ContainerRecord, kind: string, rid: string): string | undefined {
  const id = Buffer.from(rid, 'base64url').toString().split('/').at(-1) ?? '';
  return ridOf(container, kind, id) === rid ? id : undefined;
}

/** What a read of a script answers. */
export const scriptResource = (container: ContainerRecord, { kind, id, definition, etag, ts }: Script) => {
  const rid = ridOf(container, kind, id);
  return { ...definition, _rid: rid, _self: `${containerSelf(container)}${kind}/${rid}/`, _etag: etag, _ts: ts };
};
