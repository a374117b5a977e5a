import * as z from 'zod';
import { checkExpressions } from './check-expressions.ts';
import { invalidExpression } from './placeholders.ts';

const reads = z.record(z.string(), z.looseObject({ Keys: z.array(z.record(z.string(), z.unknown())) }));
const writes = z.record(
  z.string(),
  z.array(z.looseObject({ PutRequest: z.unknown(), DeleteRequest: z.unknown() })),
);

/** Throws for what DynamoDB refuses of a batch of reads and the engine does not: `1` and `1.0` are the same key. */
export function checkBatchReads(tables: unknown): void {
  for (const table of Object.values(reads.safeParse(tables).data ?? {})) {
    checkExpressions(table);
    const keys = table.Keys.map((key) => JSON.stringify(Object.entries(key).sort(byName).map(normal)));
    if (new Set(keys).size < keys.length)
      throw invalidExpression('Provided list of item keys contains duplicates');
  }
}

/** Throws for a request of a batch of writes that puts and deletes at once. */
export function checkBatchWrites(tables: unknown): void {
  const requests = Object.values(writes.safeParse(tables).data ?? {}).flat();
  if (requests.some(({ PutRequest, DeleteRequest }) => PutRequest != null && DeleteRequest != null))
    throw invalidExpression(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}

const numberValue = z.object({ N: z.string() });

/** A number in one spelling, of however many digits. */
function normal([name, value]: [string, unknown]): unknown {
  const number = numberValue.safeParse(value).data?.N;
  const parts = /^([-+]?)(\d*)\.?(\d*)(?:e([-+]?\d{1,4}))?$/i.exec(number ?? '');
  if (parts === null || number === undefined) return [name, value];
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = parts;
  const digits = `${whole}${decimals}`.replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  if (short === '') return [name, '0'];
  const power = Number(exponent) - decimals.length + digits.length - short.length;
  return [name, `${sign === '-' ? '-' : ''}${short}e${power}`];
}
