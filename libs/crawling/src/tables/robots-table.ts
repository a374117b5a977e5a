import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { itemOf, keyOf, readItem } from '@hanok/tables';
import * as z from 'zod/mini';
import { MAX_ROBOTS_BYTES, type RobotsFile } from '../politeness/robots-file.ts';
import { HOST_TABLE } from './definitions.ts';

/** Seconds that a robots.txt is kept: a day by RFC 9309, 2.4; one that could not be read is soon asked for again. */
const KEPT_SECONDS = { rules: 86_400, none: 86_400, unreachable: 10 } as const;
/** An item ends at 400 KB: rules that do not compress to less than this are fetched each time. */
const MAX_STORED_BYTES = 300_000;

const robotsItem = z.object({
  HostKey: z.string(),
  Kind: z.enum(['rules', 'none', 'unreachable']),
  /** The text, compressed. */
  Rules: z.optional(z.instanceof(Uint8Array)),
  ExpiresAt: z.int(),
});

/** The robots.txt files of sites. */
export type RobotsTable = {
  /** The file that was kept and has not expired at `now`. */
  find(origin: string, now: Date, signal: AbortSignal): Promise<RobotsFile | undefined>;
  keep(origin: string, file: RobotsFile, now: Date, signal: AbortSignal): Promise<void>;
};

/** The table of robots.txt files by this client, one item per origin. */
export function createRobotsTable({ client, table }: { client: DynamoDBClient; table: string }): RobotsTable {
  const hostKey = (origin: string) => `robots#${origin}`;
  return {
    find: async (origin, now, abortSignal) => {
      const Key = keyOf(HOST_TABLE, { HostKey: hostKey(origin) });
      const { Item } = await client.send(new GetItemCommand({ TableName: table, Key }), { abortSignal });
      const kept = Item && readItem(HOST_TABLE, robotsItem, Item);
      return kept && kept.ExpiresAt * 1000 > now.getTime() ? toFile(kept) : undefined;
    },
    keep: async (origin, file, now, abortSignal) => {
      const Rules = file.kind === 'rules' ? await promisify(gzip)(file.text) : undefined;
      if (Rules && Rules.length > MAX_STORED_BYTES) return;
      const ExpiresAt = Math.floor(now.getTime() / 1000) + KEPT_SECONDS[file.kind];
      const Item = itemOf(robotsItem, { HostKey: hostKey(origin), Kind: file.kind, Rules, ExpiresAt });
      await client.send(new PutItemCommand({ TableName: table, Item }), { abortSignal });
    },
  };
}

async function toFile({ Kind, Rules }: z.infer<typeof robotsItem>): Promise<RobotsFile | undefined> {
  if (Kind !== 'rules') return { kind: Kind };
  if (Rules === undefined) return undefined;
  // Decoding can make a character of three bytes of each bad one.
  const text = await promisify(gunzip)(Rules, { maxOutputLength: MAX_ROBOTS_BYTES * 3 });
  return { kind: 'rules', text: text.toString() };
}
