import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '@hanok/testing';
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
