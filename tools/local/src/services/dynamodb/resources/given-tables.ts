import { DeleteTableCommand, type TableDescription } from '@aws-sdk/client-dynamodb';
import type { GivenEngine } from '../engine/connect-engine.ts';
import { settledTable } from './describe-table.ts';
import { closeTableRecord, forgetTable, isRecorded, recordTable } from './table-record.ts';
import type { TableProperties } from './table-properties.ts';
import { difference } from './table-shape.ts';

/** What the stack may do with the tables of an engine that it was given, which has other users. */
type GivenRules = {
  /** Deletes the tables that a stack made earlier and the templates name, and no others. */
  reset: boolean;
  /** The tables outlive the stack; otherwise those that it makes are deleted when it stops. */
  keepsTables: boolean;
  onNotice(text: string): void;
};

/** The tables of templates in an engine that the stack was given. */
export type GivenTables = {
  /** Called before a template's table is made. Throws for one that exists and cannot be used as it is. */
  admit(name: string, table: TableProperties): Promise<void>;
  /** Called when it is made, or was there. Throws when the engine made no stream that it needs. */
  admitted(name: string, table: TableProperties): Promise<void>;
  /** The names of the tables that were admitted. */
  names(): Iterable<string>;
  /** Deletes the tables that the stack made and does not keep. */
  end(): Promise<void>;
};

export function createGivenTables({ client, endpoint }: GivenEngine, rules: GivenRules): GivenTables {
  const engine = `the DynamoDB engine at ${endpoint}`;
  const names = new Set<string>();
  const made = new Set<string>();
  return {
    async admit(name, table) {
      const existing = await settledTable(client, name);
      if (existing === undefined || !(await stays(existing, name, table))) made.add(name);
    },
    async admitted(name, { StreamSpecification }) {
      names.add(name);
      const table = await settledTable(client, name);
      if (table !== undefined && made.has(name)) await recordTable(client, table);
      if (StreamSpecification !== undefined && table?.LatestStreamArn === undefined)
        throw new Error(
          `${engine} made no stream for the table ${name}. Give an engine that has DynamoDB Streams`,
        );
    },
    names: () => names,
    async end() {
      try {
        if (!rules.keepsTables) for (const name of made) await remove(name);
        await closeTableRecord(client);
      } catch (error) {
        rules.onNotice(`${engine} may keep tables of this stack: ${String(error)}`);
      } finally {
        client.destroy();
      }
    },
  };

  /** Whether an existing table is used; one that is not, is deleted. Throws when it can be neither. */
  async function stays(existing: TableDescription, name: string, table: TableProperties): Promise<boolean> {
    const isOwn = await isRecorded(client, existing);
    const remedy = isOwn ? 'Start with --reset to delete it and make it anew' : DELETE_IT_YOURSELF;
    if (rules.reset) {
      if (!isOwn) throw new Error(`table ${name} exists in ${engine}, and no local stack made it. ${remedy}`);
      rules.onNotice(`--reset deletes the table ${name} of ${engine}`);
      await remove(name);
      return false;
    }
    const other = rules.keepsTables ? difference(existing, table) : undefined;
    if (other !== undefined) throw new Error(`table ${name} exists in ${engine} with ${other}. ${remedy}`);
    if (!rules.keepsTables)
      throw new Error(
        `table ${name} exists in ${engine}, and this stack begins with empty tables. ${remedy}`,
      );
    return true;
  }

  async function remove(name: string): Promise<void> {
    if ((await settledTable(client, name)) !== undefined) {
      await client.send(new DeleteTableCommand({ TableName: name }));
      await settledTable(client, name);
    }
    await forgetTable(client, name);
  }
}

const DELETE_IT_YOURSELF = 'Delete it in the engine, or give another engine';
