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
    end: stop,
  };
}
