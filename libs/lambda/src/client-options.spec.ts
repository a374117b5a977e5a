import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings, startTables } from '@hanok/testing';
import { clientOptions } from './index.ts';

it('lets a client fail a request that is not answered in time', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const options = clientOptions({ requestTimeout: 50 });
  const settings = { ...clientSettings(`http://127.0.0.1:${port}`), ...options, maxAttempts: 1 };
  const client = new DynamoDBClient(settings);
  await expect(client.send(new ListTablesCommand())).rejects.toMatchObject({ name: 'TimeoutError' });
  client.destroy();
  silent.close();
});

it('waits one second for a connection and five for an answer unless told otherwise', async () => {
  const refusing = createServer((socket) => void socket.destroy()).listen(0, '127.0.0.1');
  await once(refusing, 'listening');
  const address = refusing.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const options = clientOptions();
  const settings = { ...clientSettings(`http://127.0.0.1:${port}`), ...options, maxAttempts: 1 };
  const client = new DynamoDBClient(settings);
  await expect(client.send(new ListTablesCommand())).rejects.toThrow('socket hang up');
  const limits = { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
  expect(options.requestHandler.httpHandlerConfigs()).toMatchObject(limits);
  client.destroy();
  refusing.close();
});

it('reads what is sent once, where the SDK by itself copies it for a log that nobody reads', async () => {
  const tables = await startTables([]);
  const reads = async (options: Partial<ReturnType<typeof clientOptions>>) => {
    const client = new DynamoDBClient({ ...clientSettings(tables.endpoint), ...options, maxAttempts: 1 });
    let count = 0;
    const name = {
      get S() {
        count += 1;
        return 'none';
      },
    };
    const read = client.send(new GetItemCommand({ TableName: 'none', Key: { name } }));
    await expect(read).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    client.destroy();
    return count;
  };
  const { requestHandler, logger } = clientOptions();
  const quiet = await reads({ requestHandler, logger });
  expect(await reads({ requestHandler })).toBeGreaterThan(quiet);
  await tables.stop();
});
