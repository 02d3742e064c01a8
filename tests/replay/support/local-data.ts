import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'libsql';

/** What a stopped local Azure keeps in its folder, as text: nothing of it depends on the machine that wrote it. */
export interface LocalData {
  /** By path in the folder. */
  readonly databases: Readonly<Record<string, Database>>;
  /** All other files, base64. */
  readonly files: Readonly<Record<string, string>>;
}

interface Database {
  /** What makes its tables and indexes, in an order that works. */
  readonly schema: readonly string[];
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

const filesIn = (folder: string, under = ''): string[] =>
  readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = join(under, entry.name);
    return entry.isDirectory() ? filesIn(folder, path) : [path];
  });

/** Of certificates nothing is kept, and endpoints are written at each start. */
const isKept = (path: string): boolean => !/^tls|endpoints\.json$|-(wal|shm)$/.test(path);

export function dumpLocalData(folder: string): LocalData {
  const paths = filesIn(folder).filter(isKept);
  const isDatabase = (path: string) => path.endsWith('.sqlite');
  return {
    databases: Object.fromEntries(paths.filter(isDatabase).map((path) => [path, dumpDatabase(join(folder, path))])),
    files: Object.fromEntries(
      paths.filter((path) => !isDatabase(path)).map((path) => [path, readFileSync(join(folder, path), 'base64')]),
    ),
  };
}

function dumpDatabase(file: string): Database {
  const sql = new Sqlite(file);
  try {
    const query = "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
    const made = sql.prepare(query).all() as { name: string; type: string; sql: string }[];
    const tables = made.filter(({ type }) => type === 'table');
    const others = made.filter(({ type }) => type !== 'table');
    return {
      schema: [...tables, ...others].map((one) => one.sql),
      tables: Object.fromEntries(
        tables.map(({ name }) => [name, sql.prepare(`SELECT * FROM "${name}"`).all() as Record<string, unknown>[]]),
      ),
    };
  } finally {
    sql.close();
  }
}

/** Writes it into an empty folder. Its services get these ports: addresses in the data go with them. */
export function restoreLocalData(folder: string, data: LocalData, ports: Readonly<Record<string, number>>): void {
  const recorded = JSON.parse(fileOf(data, 'ports.json')) as Record<string, number>;
  const moves = Object.entries(recorded).map(([name, port]) => [
    `localhost:${port}`,
    `localhost:${ports[name] ?? port}`,
  ]);
  const move = (text: string) => moves.reduce((moved, [from = '', to = '']) => moved.replaceAll(from, to), text);
  for (const [path, content] of Object.entries(data.files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(content, 'base64'));
  }
  writeFileSync(join(folder, 'ports.json'), JSON.stringify({ ...recorded, ...ports }));
  for (const [path, database] of Object.entries(data.databases)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    restoreDatabase(join(folder, path), database, move);
  }
}

export const fileOf = ({ files }: LocalData, path: string): string =>
  Buffer.from(files[path] ?? '', 'base64').toString('utf8');

function restoreDatabase(file: string, { schema, tables }: Database, move: (text: string) => string): void {
  const sql = new Sqlite(file);
  try {
    for (const one of schema) sql.exec(one);
    for (const [name, rows] of Object.entries(tables)) {
      const columns = Object.keys(rows[0] ?? {});
      if (columns.length === 0) continue;
      const insert = sql.prepare(
        `INSERT INTO "${name}" (${columns.map((column) => `"${column}"`).join()}) VALUES (${columns.map(() => '?').join()})`,
      );
      for (const row of rows)
        insert.run(columns.map((column) => (typeof row[column] === 'string' ? move(row[column]) : row[column])));
    }
  } finally {
    sql.close();
  }
}
