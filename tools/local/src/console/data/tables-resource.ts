import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  itemChange,
  itemKey,
  itemQuery,
  itemRemoval,
  tableItem,
  tablePage,
  tableQuery,
} from '@hanok/console';
import * as z from 'zod';
import { ConsoleError, consoleOperation, type ConsoleResource } from '../console-operation.ts';
import { deleteItem, putItem } from './change-item.ts';
import { itemOf, itemText } from './item-json.ts';
import { asConsoleError } from './table-keys.ts';
import { readRows } from './table-rows.ts';

type Context = { data: { dynamodb: DynamoDBClient } };

const ofTable = z.strictObject({ name: z.string() });

/** The items of the tables, through DynamoDB's own API. */
export const tablesResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/tables/{name}',
    summary: 'Items of a table, a page at a time.',
    input: tableQuery,
    answer: tablePage,
    run: ({ data }: Context, query) => readRows(data.dynamodb, query),
  }),
  consoleOperation({
    method: 'GET',
    path: '/tables/{name}/item',
    summary: 'One item with the types of its values.',
    input: itemQuery,
    answer: tableItem,
    run: async ({ data }: Context, { name: TableName, key }) => {
      const get = new GetItemCommand({ TableName, Key: itemOf(key, 'key'), ConsistentRead: true });
      const { Item } = await asConsoleError(data.dynamodb.send(get));
      if (Item === undefined) throw new ConsoleError(404, `${TableName} has no item ${key}`);
      return { item: itemText(Item) };
    },
  }),
  consoleOperation({
    method: 'POST',
    path: '/tables/{name}/item',
    summary: 'Puts an item, unless it was changed since it was read.',
    input: ofTable,
    body: itemChange,
    answer: itemKey,
    run: async ({ data }: Context, { name }, change) => ({ key: await putItem(data.dynamodb, name, change) }),
  }),
  consoleOperation({
    method: 'POST',
    path: '/tables/{name}/item/delete',
    summary: 'Deletes an item, unless it was changed since it was read.',
    input: ofTable,
    body: itemRemoval,
    answer: itemKey,
    run: async ({ data }: Context, { name }, { before }) => ({
      key: await deleteItem(data.dynamodb, name, before),
    }),
  }),
];
