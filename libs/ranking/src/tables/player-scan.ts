import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  type DynamoDBClient,
  ScanCommand,
  type ScanCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { attributesOf, type Item, parseItem } from '@hanok/tables';
import * as z from 'zod/mini';
import { playerImage } from '../player-image.ts';
import { mergePages } from './merge-pages.ts';
import type { PlayerPage, PlayerScan } from './rated-player.ts';

/** Players of one page: a megabyte of them, DynamoDB's own limit, would fill a small function's memory. */
const PAGE = 2_500;
/** Most keys of one BatchGetItem. */
const MAX_KEYS = 100;
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_KEY_BYTES = 2_048;
const READ = { ProjectionExpression: 'PlayerName, Score, ScoreSince', ConsistentRead: true };

type Segment = { TableName: string; Segment?: number; TotalSegments?: number };

/** The player table, read in `segments` parallel scans, 4 by default. `pages` takes the permission Scan only, `read` BatchGetItem. */
export function createPlayerScan(options: {
  client: DynamoDBClient;
  table: string;
  segments?: number;
}): PlayerScan {
  const { client, table: TableName, segments: TotalSegments = 4 } = options;
  return {
    serverTime: async (signal) => {
      const command = new ScanCommand({ TableName, ...READ, Limit: 1 });
      const answeredAt = watchDate(command);
      await client.send(command, { abortSignal: signal });
      return answeredAt();
    },
    pages: (signal) =>
      mergePages(
        Array.from({ length: TotalSegments }, (_, Segment) =>
          scanSegment(client, { TableName, ...(TotalSegments > 1 && { Segment, TotalSegments }) }, signal),
        ),
      ),
    async read(players, signal) {
      const items: Item[] = [];
      const names = players.filter(isKey);
      for (let i = 0; i < names.length; i += MAX_KEYS)
        items.push(...(await readItems(client, TableName, names.slice(i, i + MAX_KEYS), signal)));
      return pageOf(items);
    },
  };
}

/** Whether a player of that name can be in the table at all; a board that others write to may have more. */
function isKey(player: string): boolean {
  return player !== '' && Buffer.byteLength(player) <= MAX_KEY_BYTES;
}

async function* scanSegment(
  client: DynamoDBClient,
  segment: Segment,
  abortSignal: AbortSignal,
): AsyncGenerator<PlayerPage> {
  let from: Item | undefined;
  do {
    const command = new ScanCommand({
      ...segment,
      ...READ,
      Limit: PAGE,
      ...(from && { ExclusiveStartKey: from }),
    });
    const answer: ScanCommandOutput = await client.send(command, { abortSignal });
    yield pageOf(answer.Items ?? []);
    from = answer.LastEvaluatedKey;
  } while (from);
}

async function readItems(
  client: DynamoDBClient,
  tableName: string,
  players: readonly string[],
  abortSignal: AbortSignal,
): Promise<Item[]> {
  const Keys = players.map((PlayerName) => attributesOf({ PlayerName }));
  let left: BatchGetItemCommandOutput['UnprocessedKeys'] = { [tableName]: { Keys, ...READ } };
  const items: Item[] = [];
  while (left && Object.keys(left).length > 0) {
    const answer: BatchGetItemCommandOutput = await client.send(
      new BatchGetItemCommand({ RequestItems: left }),
      { abortSignal },
    );
    items.push(...(answer.Responses?.[tableName] ?? []));
    left = answer.UnprocessedKeys;
  }
  return items;
}

const httpResponse = z.object({ headers: z.object({ date: z.string() }) });

/** The `Date` of the answer to a command. */
function watchDate(command: ScanCommand): () => number | undefined {
  let date: number | undefined;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const parsed = httpResponse.safeParse(result.response);
      const time = parsed.success ? Date.parse(parsed.data.headers.date) : Number.NaN;
      date = Number.isNaN(time) ? undefined : time;
      return result;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return () => date;
}

function pageOf(items: readonly Item[]): PlayerPage {
  const page: PlayerPage = { rated: [], unreadable: [] };
  for (const item of items) {
    const image = parseItem(playerImage, item);
    if (!image.ok) page.unreadable.push(item['PlayerName']?.S ?? '');
    else if (image.value.Score !== undefined) {
      const { PlayerName: player, Score: score, ScoreSince: since = 0 } = image.value;
      page.rated.push({ player, score, since });
    }
  }
  return page;
}
