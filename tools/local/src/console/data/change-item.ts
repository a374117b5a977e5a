import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ConsoleError } from '../console-operation.ts';
import { itemOf, itemText, type TableItem } from './item-json.ts';
import { asConsoleError, describeTable, keyOf } from './table-keys.ts';

type Change = { item: string; before?: string | undefined };

/**
 * Puts an item in the place of what it was when it was read, or a new one. Throws `ConsoleError`: 400 for JSON that is no
 * item, and for another key, 409 where the item is another by now.
 */
export async function putItem(client: DynamoDBClient, TableName: string, change: Change): Promise<string> {
  const { keys } = await describeTable(client, TableName);
  const Item = itemOf(change.item);
  const key = itemText(keyOf(keys, Item));
  const before = change.before === undefined ? undefined : itemOf(change.before, 'before');
  if (before !== undefined && itemText(keyOf(keys, before, 'before')) !== key) {
    const reason = 'the key of an item stays as it is: make a new item, and delete this one';
    throw new ConsoleError(400, reason, { item: reason });
  }
  const condition = before === undefined ? isNew(keys[0]?.name ?? '') : isAsBefore(before, Item);
  await asConsoleError(client.send(new PutItemCommand({ TableName, Item, ...condition }))).catch(
    (error: unknown) => {
      throw before === undefined ? taken(error) : changed(error);
    },
  );
  return key;
}

/** Deletes an item that is still as it was when it was read. Throws `ConsoleError`, 409 where it is not. */
export async function deleteItem(client: DynamoDBClient, TableName: string, read: string): Promise<string> {
  const { keys } = await describeTable(client, TableName);
  const before = itemOf(read, 'before');
  const Key = keyOf(keys, before, 'before');
  const remove = new DeleteItemCommand({ TableName, Key, ...isAsBefore(before, before) });
  await asConsoleError(client.send(remove)).catch((error: unknown) => {
    throw changed(error);
  });
  return itemText(Key);
}

/** The condition lets an item through whose key is free. */
function isNew(name: string) {
  return {
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': name },
  };
}

/** The condition lets only a writer through who has read the item as it is: each attribute, and none that it would hide. */
function isAsBefore(before: TableItem, after: TableItem) {
  const known = Object.entries(before);
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const names = [...known.map(([name]) => name), ...added];
  return {
    ConditionExpression: [
      ...known.map((_, index) => `#a${index} = :a${index}`),
      ...added.map((_, index) => `attribute_not_exists(#a${known.length + index})`),
    ].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#a${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(known.map(([, value], index) => [`:a${index}`, value])),
  };
}

const changed = (error: unknown) =>
  inPlaceOf409(error, 'It was changed meanwhile: close it and open it again');
const taken = (error: unknown) =>
  inPlaceOf409(error, 'there is an item of this key: open and change that one');

function inPlaceOf409(error: unknown, reason: string): unknown {
  return error instanceof ConsoleError && error.status === 409
    ? new ConsoleError(409, reason, { item: reason })
    : error;
}
