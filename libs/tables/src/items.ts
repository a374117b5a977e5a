import { parseInput, type ParsedInput, type SchemaOutput, type StandardSchema } from '@hanok/events';
import { attributesOf, type Item, type Plain, plainOf } from './attributes.ts';
import type { KeyOf, TableDefinition } from './define-table.ts';
import { ItemShapeError } from './errors.ts';

/** The key of the item in DynamoDB's typed JSON. `values` may hold more than the key, such as a whole item. */
export function keyOf<Definition extends TableDefinition>(
  { key: { partition, sort } }: Definition,
  values: KeyOf<Definition>,
): Item {
  const given: Readonly<Record<string, Plain>> = values;
  const key = { [partition.name]: given[partition.name] };
  return attributesOf(sort ? { ...key, [sort.name]: given[sort.name] } : key);
}

/**
 * A value as the item that holds it: its fields, checked by the schema, so that what is written can be read. Throws
 * `ItemShapeError` naming a bad field. The schema gives back the type that it takes.
 */
export function itemOf<Value extends object>(schema: StandardSchema<Value>, value: Value): Item {
  const parsed = parseInput(schema, value);
  if (!parsed.ok) throw new ItemShapeError(`The item cannot be written: ${parsed.reason}`);
  // What the schema answers is written as it is; a field that no attribute can hold DynamoDB would refuse.
  return attributesOf(parsed.value as Record<string, Plain>);
}

/** The item as the schema's value, or why not: for a reader that goes on without it. */
export function parseItem<Schema extends StandardSchema>(
  schema: Schema,
  item: Item,
): ParsedInput<SchemaOutput<Schema>> {
  return parseInput(schema, plainOf(item));
}

/** The item as the schema's value. Throws `ItemShapeError` naming the table, the item's key and the bad fields. */
export function readItem<Schema extends StandardSchema>(
  definition: TableDefinition,
  schema: Schema,
  item: Item,
): SchemaOutput<Schema> {
  const parsed = parseItem(schema, item);
  if (!parsed.ok) throw new ItemShapeError(`${describeItem(definition, item)}: ${parsed.reason}`);
  return parsed.value;
}

/** Such as `RidesFleet, UnicornId rocinante`. */
function describeItem({ name, key }: TableDefinition, item: Item): string {
  const attributes = key.sort ? [key.partition, key.sort] : [key.partition];
  const values = attributes.map((each) => `${each.name} ${item[each.name]?.[each.type] ?? 'missing'}`);
  return [name, ...values].join(', ');
}
