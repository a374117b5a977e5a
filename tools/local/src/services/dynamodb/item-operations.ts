import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import type { Engine } from './engine.ts';
import { type Place, tableNameOf } from './engine-names.ts';
import { type Input, TRANSACT_PARTS, type TransactItem } from './input.ts';

const OPERATIONS = [
  'GetItem',
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'Query',
  'Scan',
  'BatchGetItem',
  'BatchWriteItem',
  'TransactGetItems',
  'TransactWriteItems',
];

type Handler = (request: ServiceRequest, input: Input) => Promise<ServiceResponse>;

/** The operations on items: the engine gets the bytes that came, unless they name a table by its ARN. */
export function itemOperations(place: Place, engine: Engine): Readonly<Record<string, Handler>> {
  const handle: Handler = (request, input) =>
    request.body.includes('arn:aws:dynamodb:')
      ? engine.ask(request, byName(place, input))
      : engine.forward(request);
  return Object.fromEntries(OPERATIONS.map((operation) => [operation, handle]));
}

/** AWS takes a table's ARN wherever it takes its name; the engine knows names only. */
function byName(place: Place, input: Input): Input {
  const { TableName, RequestItems, TransactItems } = input;
  return {
    ...input,
    ...(TableName === undefined ? {} : { TableName: tableNameOf(place, TableName) }),
    ...(RequestItems === undefined
      ? {}
      : { RequestItems: mapEntries(RequestItems, (table, value) => [tableNameOf(place, table), value]) }),
    ...(TransactItems === undefined
      ? {}
      : { TransactItems: TransactItems.map((item) => partsByName(place, item)) }),
  };
}

function partsByName(place: Place, item: TransactItem): TransactItem {
  const parts = TRANSACT_PARTS.flatMap((name) => {
    const part = item[name];
    return part?.TableName === undefined
      ? []
      : [[name, { ...part, TableName: tableNameOf(place, part.TableName) }]];
  });
  return { ...item, ...Object.fromEntries(parts) };
}

function mapEntries<Value>(
  record: Readonly<Record<string, Value>>,
  change: (name: string, value: Value) => [string, Value],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => change(name, value)));
}
