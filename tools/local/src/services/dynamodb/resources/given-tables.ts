import {
  DeleteTableCommand,
  ListTagsOfResourceCommand,
  ResourceNotFoundException,
  type TableDescription,
  type Tag,
} from '@aws-sdk/client-dynamodb';
import type { GivenEngine } from '../engine/connect-engine.ts';
import { describeTable, settledTable } from './describe-table.ts';
import type { TableProperties } from './table-properties.ts';
import { difference } from './table-shape.ts';

/** The stack's tag of a table that it made, with the name of the template's stack. */
const OWN_TAG = 'hanok:stack';

/** What the stack may do with the tables of an engine that it was given, which has other users. */
type GivenRules = {
  /** Deletes the tables that the stack made earlier and its templates name, and no others. */
  reset: boolean;
  /** The tables outlive the stack; otherwise those that it makes are deleted when it stops. */
  keepsTables: boolean;
  onNotice(text: string): void;
};

/** The tables of templates in an engine that the stack was given. */
export type GivenTables = {
  /**
   * Called before a template's table is made: answers the tags of a new one. Throws for a table that exists and cannot
   * be used as it is.
   */
  admit(name: string, stackName: string, table: TableProperties): Promise<Tag[]>;
  /** Throws when the engine made no stream for a table that needs one. */
  requireStream(name: string, table: TableProperties, streamArn: string | undefined): void;
  /** The names of the tables that were admitted. */
  names(): Iterable<string>;
  /** Deletes the tables that the stack made and does not keep. */
  end(): Promise<void>;
};

export function createGivenTables({ client, endpoint }: GivenEngine, rules: GivenRules): GivenTables {
  const names = new Set<string>();
  const made = new Set<string>();
  return {
    async admit(name, stackName, table) {
      const existing = await settledTable(client, name);
      if (existing === undefined) made.add(name);
      else if (!(await isUsable(existing, name, table))) made.add(name);
      names.add(name);
      return made.has(name) ? [{ Key: OWN_TAG, Value: stackName }] : [];
    },
    requireStream(name, { StreamSpecification }, streamArn) {
      if (StreamSpecification !== undefined && streamArn === undefined) throw new Error(withoutStreams(name));
    },
    names: () => names,
    async end() {
      try {
        if (!rules.keepsTables) for (const name of made) await remove(name);
      } catch (error) {
        rules.onNotice(`The DynamoDB engine at ${endpoint} keeps tables of this stack: ${String(error)}`);
      } finally {
        client.destroy();
      }
    },
  };

  /** Whether the table stays; one that goes is deleted. Throws when it can do neither. */
  async function isUsable(
    existing: TableDescription,
    name: string,
    table: TableProperties,
  ): Promise<boolean> {
    const isOwn = await isTagged(existing);
    const remedy = isOwn ? 'Start with --reset to delete it and make it anew' : DELETE_IT_YOURSELF;
    if (rules.reset) {
      if (!isOwn) throw new Error(`${place(name)}, and no local stack made it. ${DELETE_IT_YOURSELF}`);
      rules.onNotice(`--reset deletes the table ${name} of the DynamoDB engine at ${endpoint}`);
      await remove(name);
      return false;
    }
    if (!rules.keepsTables)
      throw new Error(`${place(name)}, and this stack begins with empty tables. ${remedy}`);
    const other = difference(existing, table);
    if (other !== undefined) throw new Error(`${place(name)} with ${other}. ${remedy}`);
    return true;
  }

  async function isTagged({ TableArn: ResourceArn }: TableDescription): Promise<boolean> {
    const { Tags = [] } = await client
      .send(new ListTagsOfResourceCommand({ ResourceArn }))
      .catch(() => ({ Tags: [] }));
    return Tags.some(({ Key }) => Key === OWN_TAG);
  }

  async function remove(TableName: string): Promise<void> {
    try {
      if ((await describeTable(client, TableName)) === undefined) return;
      await client.send(new DeleteTableCommand({ TableName }));
      await settledTable(client, TableName);
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  function place(name: string): string {
    return `table ${name} exists in the DynamoDB engine at ${endpoint}`;
  }

  function withoutStreams(name: string): string {
    return `the DynamoDB engine at ${endpoint} made no stream for the table ${name}. Give an engine that has DynamoDB Streams`;
  }
}

const DELETE_IT_YOURSELF = 'Delete it in the engine, or give another engine';
