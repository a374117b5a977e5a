import { DatabaseSync } from 'node:sqlite';
import { startDynoxide } from '@hanok/engines';
import type { Place } from '../../../stack/part.ts';
import { inState } from '../../../state/engine-state.ts';
import { checkDatabaseFile } from '../../../state/open-database.ts';
import { createGivenTables, type GivenTables } from '../resources/given-tables.ts';
import { connectEngine } from './connect-engine.ts';
import type { EngineDialect } from './dialect.ts';
import { dynoxideDialect } from './dynoxide/dynoxide-dialect.ts';

/** The engine behind the service. */
type OpenedEngine = {
  endpoint: string;
  dialect: EngineDialect;
  /** The rules for its tables; absent for an engine of the stack's own. */
  given?: GivenTables;
  /** Resolves with one line when an engine of the stack's own ends by itself. */
  died?: Promise<string>;
  /** Deletes every item and stream record; absent for an engine that the stack was given. */
  clear?(): void;
  end(): Promise<void>;
};

/**
 * The engine that the stack was given, or else dynoxide as a process of its own. Throws `EngineEndpointError`,
 * `StateFileError` and the errors of `startDynoxide`.
 */
export async function openEngine(place: Place): Promise<OpenedEngine> {
  const { dynamodb } = place;
  if (dynamodb === undefined) return startOwn(place);
  const { onNotice } = place;
  const engine = await connectEngine(dynamodb.endpoint, place);
  onNotice(`Tables are kept by the DynamoDB engine at ${engine.endpoint}`);
  const given = createGivenTables(engine, { ...dynamodb, onNotice });
  return { ...engine, given, end: given.end };
}

async function startOwn(place: Place): Promise<OpenedEngine> {
  const file = place.statePath('dynamodb.db');
  checkDatabaseFile(file);
  const { endpoint, exited, stop } = await startDynoxide({ file }).catch(inState(file));
  return {
    endpoint,
    dialect: dynoxideDialect(place),
    died: exited.then(({ code, signal }) => `dynoxide ended (${signal ?? `code ${code}`})`),
    clear: () => deleteItems(file),
    end: stop,
  };
}

/** How long a write of the engine may keep the file locked. */
const LOCKED_MS = 5_000;

/** Deletes the rows of every table in the engine's file, behind its back: its tables and indexes have no others of their own. */
function deleteItems(file: string): void {
  const database = new DatabaseSync(file, { timeout: LOCKED_MS });
  try {
    const tables = database
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND substr(name, 1, 1) <> '_' AND name NOT LIKE 'sqlite%'",
      )
      .all()
      .map(({ name }) => `DELETE FROM "${String(name).replaceAll('"', '""')}";`);
    database.exec(`BEGIN IMMEDIATE; ${tables.join(' ')} DELETE FROM _stream_records; COMMIT;`);
  } finally {
    database.close();
  }
}
