import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { MAX_ROBOTS_BYTES, type RobotsFile } from '../politeness/robots-file.ts';

/** Seconds that a robots.txt is kept: a day by RFC 9309, 2.4; one that could not be read is soon asked for again. */
const KEPT_SECONDS = { rules: 86_400, none: 86_400, unreachable: 10 } as const;
/** An item ends at 400 KB: rules that do not compress to less than this are fetched each time. */
const MAX_STORED_BYTES = 300_000;

/** The robots.txt files of sites, in the table of hosts under `robots#<origin>`. */
export type RobotsTable = {
  /** The file that was kept and has not expired at `now`. */
  find(origin: string, now: Date, signal: AbortSignal): Promise<RobotsFile | undefined>;
  keep(origin: string, file: RobotsFile, now: Date, signal: AbortSignal): Promise<void>;
};

export function createRobotsTable(options: { client: DynamoDBClient; table: string }): RobotsTable {
  const { client, table: TableName } = options;
  const keyOf = (origin: string) => ({ HostKey: { S: `robots#${origin}` } });
  return {
    find: async (origin, now, abortSignal) => {
      const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(origin) }), {
        abortSignal,
      });
      return Item && Number(Item.ExpiresAt?.N) * 1000 > now.getTime() ? fromItem(Item) : undefined;
    },
    keep: async (origin, file, now, abortSignal) => {
      const rules = file.kind === 'rules' ? await promisify(gzip)(file.text) : undefined;
      if (rules && rules.length > MAX_STORED_BYTES) return;
      const Item = {
        ...keyOf(origin),
        Kind: { S: file.kind },
        ...(rules && { Rules: { B: rules } }),
        ExpiresAt: { N: String(Math.floor(now.getTime() / 1000) + KEPT_SECONDS[file.kind]) },
      };
      await client.send(new PutItemCommand({ TableName, Item }), { abortSignal });
    },
  };
}

async function fromItem({ Kind, Rules }: Record<string, AttributeValue>): Promise<RobotsFile | undefined> {
  if (Kind?.S === 'none' || Kind?.S === 'unreachable') return { kind: Kind.S };
  if (!Rules?.B) return undefined;
  // Decoding can make a character of three bytes of each bad one.
  const text = await promisify(gunzip)(Rules.B, { maxOutputLength: MAX_ROBOTS_BYTES * 3 });
  return { kind: 'rules', text: text.toString() };
}
