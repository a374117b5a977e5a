import * as z from 'zod/mini';

/** A value of a DynamoDB item in plain JavaScript: sets become arrays, binary stays base64 text. */
type PlainValue = string | number | boolean | null | PlainValue[] | { [name: string]: PlainValue };

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** JavaScript takes more for a number, such as no text at all for 0. */
const toNumber = (text: string) => (NUMBER.test(text) ? Number(text) : Number.NaN);

/**
 * DynamoDB's typed JSON as stream records carry it, parsed into plain values. Numbers become doubles: beyond
 * 2^53 they lose digits. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
 */
const attributeValue: z.ZodMiniType<PlainValue> = z.union([
  z.pipe(
    z.strictObject({ S: z.string() }),
    z.transform(({ S }) => S),
  ),
  z.pipe(
    z.strictObject({ N: z.string() }),
    z.transform(({ N }) => toNumber(N)),
  ),
  z.pipe(
    z.strictObject({ BOOL: z.boolean() }),
    z.transform(({ BOOL }) => BOOL),
  ),
  z.pipe(
    z.strictObject({ NULL: z.boolean() }),
    z.transform(() => null),
  ),
  z.pipe(
    z.strictObject({ B: z.string() }),
    z.transform(({ B }) => B),
  ),
  z.pipe(
    z.strictObject({ SS: z.array(z.string()) }),
    z.transform(({ SS }) => SS),
  ),
  z.pipe(
    z.strictObject({ NS: z.array(z.string()) }),
    z.transform(({ NS }) => NS.map(toNumber)),
  ),
  z.pipe(
    z.strictObject({ BS: z.array(z.string()) }),
    z.transform(({ BS }) => BS),
  ),
  z.pipe(
    z.strictObject({ L: z.array(z.lazy(() => attributeValue)) }),
    z.transform(({ L }) => L),
  ),
  z.pipe(
    z.strictObject({
      M: z.record(
        z.string(),
        z.lazy(() => attributeValue),
      ),
    }),
    z.transform(({ M }) => M),
  ),
]);

/** A DynamoDB item, or the key of one, as plain values by attribute name. */
export const attributeMap = z.record(z.string(), attributeValue);
