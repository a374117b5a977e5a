import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startDynoxide } from './index.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dynoxide-spec-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function call(endpoint: string, operation: string, input: object): Promise<unknown> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
    },
    body: JSON.stringify(input),
  });
  return response.json();
}

const TABLE = {
  TableName: 'players',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  BillingMode: 'PAY_PER_REQUEST',
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

describe('startDynoxide', () => {
  it('keeps acknowledged writes of a file over a SIGKILL', async () => {
    const file = join(dir, 'kept.db');
    const first = await startDynoxide({ file });
    await call(first.endpoint, 'CreateTable', TABLE);
    for (let id = 0; id < 50; id++) {
      await call(first.endpoint, 'PutItem', { TableName: 'players', Item: { id: { S: String(id) } } });
    }
    process.kill(first.pid, 'SIGKILL');
    expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });

    const second = await startDynoxide({ file });
    expect(await call(second.endpoint, 'Scan', { TableName: 'players' })).toMatchObject({ Count: 50 });
    await second.stop();
  });

  it('answers the highest stream position of a table from an index', async () => {
    const file = join(dir, 'indexed.db');
    const engine = await startDynoxide({ file });
    const database = new DatabaseSync(file, { readOnly: true });
    const plan = database
      .prepare(
        'EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?',
      )
      .all('players');
    database.close();
    await engine.stop();
    expect(plan).toMatchObject([
      { detail: expect.stringContaining('USING COVERING INDEX hanok_stream_position') },
    ]);
  });

  it('reports a database file that it cannot open', async () => {
    await expect(startDynoxide({ file: join(dir, 'absent', 'x.db') })).rejects.toMatchObject({
      name: 'EngineExitedError',
      message: expect.stringContaining('dynoxide ended with code'),
    });
  });
});
