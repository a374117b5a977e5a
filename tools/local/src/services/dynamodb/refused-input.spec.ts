import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DynamodbStack, startDynamodbStack } from './dynamodb-stack.fixture.ts';
import { parseCondition } from './expressions/parse-condition.ts';

let stack: DynamodbStack;
beforeAll(async () => {
  stack = await startDynamodbStack();
  const attribute = (AttributeName: string, AttributeType: string) => ({ AttributeName, AttributeType });
  await call('CreateTable', {
    KeySchema: [
      { AttributeName: 'p', KeyType: 'HASH' },
      { AttributeName: 's', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [attribute('p', 'S'), attribute('s', 'N'), attribute('g', 'S')],
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-g',
        KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  await call('PutItem', { Item: { ...KEY, a: { M: {} } } });
});
afterAll(() => stack.stop());

const KEY = { p: { S: 'a' }, s: { N: '1' } };
const NAMED = { '#a': 'a' };

/** By plain HTTP: clients would not send all of these. */
function ask(operation: string, input: object): Promise<Response> {
  return fetch(stack.gateway.url, {
    method: 'POST',
    headers: {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      authorization:
        'AWS4-HMAC-SHA256 Credential=a/20260101/ap-northeast-2/dynamodb/aws4_request, Signature=0',
    },
    body: JSON.stringify({ TableName: 'items', ...input }),
  });
}

/** What DynamoDB says of a request on the table. */
async function call(operation: string, input: object): Promise<string> {
  const response = await ask(operation, input);
  const answer = (await response.json()) as { __type?: string; message?: string };
  return response.ok ? 'OK' : `${answer.__type?.split('#')[1]}: ${answer.message}`;
}

/** Only the values that the request names. */
function withValues(input: object): object {
  const all = { ':p': { S: 'a' }, ':s': { N: '1' }, ':z': { N: '2' } };
  const used = Object.entries(all).filter(([name]) => JSON.stringify(input).includes(name));
  return { ...input, ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }) };
}

const WRONG_OPERATOR = 'Invalid operator used in KeyConditionExpression: ';
const WRONG_CONDITION = 'Invalid condition in KeyConditionExpression: ';
const WRONG_TYPE =
  'One or more parameter values were invalid: Condition parameter type does not match schema type';

describe('a key condition', () => {
  it.each([
    ['p <> :p', `${WRONG_OPERATOR}<>`],
    ['p IN (:p)', `${WRONG_OPERATOR}IN`],
    ['p = :p OR s = :s', `${WRONG_OPERATOR}OR`],
    ['NOT p = :p', `${WRONG_OPERATOR}NOT`],
    ['p = :p AND NOT (s = :s)', `${WRONG_OPERATOR}NOT`],
    ['p = :p AND s <> :s', `${WRONG_OPERATOR}<>`],
    ['p = :p AND contains(s, :s)', `${WRONG_OPERATOR}contains`],
    ['p = :p AND attribute_exists(s)', `${WRONG_OPERATOR}attribute_exists`],
    ['p = :p AND size(s) = :s', 'cannot contain nested operations'],
    ['p = s', `${WRONG_CONDITION}Multiple attribute names used in one condition`],
    [':p = :p', `${WRONG_CONDITION}No key attribute specified`],
    [':p = p', `${WRONG_CONDITION}= operator must have the key attribute as its first operand`],
    ['p = :p AND begins_with(:s, s)', `${WRONG_CONDITION}begins_with operator must have the key attribute`],
    ['p.x = :p', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    ['p[0] = :p', 'KeyConditionExpressions cannot have conditions on nested attributes'],
    ['p = :p AND p = :p', 'KeyConditionExpressions must only contain one condition per key'],
    ['p = :p AND s > :s AND s < :z', 'KeyConditionExpressions must only contain one condition per key'],
    ['p = :p AND s = :s AND x = :z', 'Conditions can be of length 1 or 2 only'],
    ['s = :s', 'Query condition missed key schema element: p'],
    ['p = :p AND x = :s', 'Query condition missed key schema element: s'],
    ['p > :p', 'Query key condition not supported'],
    ['begins_with(p, :p)', 'Query key condition not supported'],
    ['p = :s', WRONG_TYPE],
    ['p = :p AND s = :p', WRONG_TYPE],
    ['p = :p AND s BETWEEN :s AND :p', WRONG_TYPE],
    ['p = :p AND begins_with(s, :s)', 'operator or function: begins_with, operand type: N'],
    ['p = :p AND s BETWEEN :z AND :s', 'The BETWEEN operator requires upper bound to be greater than'],
    ['', 'The expression can not be empty'],
  ])('%j is refused', async (KeyConditionExpression, message) => {
    const answer = await call('Query', withValues({ KeyConditionExpression }));
    expect(answer).toContain('ValidationException: ');
    expect(answer).toContain(message);
  });

  it.each([
    'p = :p',
    '(p = :p) AND (s BETWEEN :s AND :z)',
    's = :s and p = :p',
    'p=:p AND s>=:s',
    '#p = :p AND #s < :s',
  ])('%j is taken', async (KeyConditionExpression) => {
    const names = KeyConditionExpression.includes('#') && {
      ExpressionAttributeNames: { '#p': 'p', '#s': 's' },
    };
    expect(await call('Query', withValues({ KeyConditionExpression, ...names }))).toBe('OK');
  });

  it('of an index is that of its key', async () => {
    const query = (KeyConditionExpression: string) =>
      call('Query', withValues({ KeyConditionExpression, IndexName: 'by-g' }));
    expect(await query('g = :p')).toBe('OK');
    expect(await query('g = :s')).toContain(WRONG_TYPE);
    expect(await query('p = :p')).toContain('Query condition missed key schema element: g');
  });
});

describe('a filter, condition or projection', () => {
  const distinct = 'The first operand must be distinct from the remaining operands';
  it.each([
    ['a = :a', 'An expression attribute value used in expression is not defined; attribute value: :a'],
    ['a = a', distinct],
    ['a BETWEEN :z AND :s', 'The BETWEEN operator requires upper bound to be greater than or equal to'],
    ['attribute_type(a, :p)', 'Invalid attribute type name found; type: a, valid types: {B,NULL,SS,BOOL'],
    ['', 'The expression can not be empty'],
    [`a = :p${' '.repeat(4096)}`, 'Expression size has exceeded the maximum allowed size'],
    ['nofn(a)', 'Invalid function name; function: nofn'],
  ])('%j is refused', async (expression, message) => {
    expect(await call('Scan', withValues({ FilterExpression: expression }))).toContain(message);
    const put = withValues({ Item: KEY, ConditionExpression: expression });
    expect(await call('PutItem', put)).toContain(message);
  });

  it.each([
    ['a, a', 'Two document paths overlap with each other'],
    ['a, a.b', 'Two document paths overlap with each other'],
    ['a.b, a[0]', 'Two document paths conflict with each other; must remove or rewrite one of these paths'],
    ['x.y[1].z, x.y.b', 'Two document paths conflict with each other'],
    ['', 'The expression can not be empty'],
  ])('of paths %j is refused wherever one is read', async (ProjectionExpression, message) => {
    const read = { ProjectionExpression };
    for (const answer of [
      await call('GetItem', { Key: KEY, ...read }),
      await call('Scan', read),
      await call('Query', withValues({ KeyConditionExpression: 'p = :p', ...read })),
      await call('BatchGetItem', { RequestItems: { items: { Keys: [KEY], ...read } } }),
      await call('TransactGetItems', { TransactItems: [{ Get: { TableName: 'items', Key: KEY, ...read } }] }),
    ])
      expect(answer).toContain(`ValidationException: Invalid ProjectionExpression: ${message}`);
  });

  it('on a key of a query is refused, on that of the table under an index is not', async () => {
    const query = (KeyConditionExpression: string, FilterExpression: string, more = {}) =>
      call('Query', withValues({ KeyConditionExpression, FilterExpression, ...more }));
    const message = 'Filter Expression can only contain non-primary key attributes: Primary key attribute: s';
    expect(await query('p = :p', 's > :s')).toContain(message);
    expect(await query('g = :p', 's > :s', { IndexName: 'by-g' })).toBe('OK');
  });
});

it('a projection of a transaction has what it names, and the key only then', async () => {
  const read = (ProjectionExpression: string) => ({
    Get: { TableName: 'items', Key: KEY, ProjectionExpression, ExpressionAttributeNames: NAMED },
  });
  const answers = await Promise.all(
    ['#a', '#a, p'].map(async (projection) =>
      (await ask('TransactGetItems', { TransactItems: [read(projection)] })).json(),
    ),
  );
  const a = { M: {} };
  expect(answers).toEqual([{ Responses: [{ Item: { a } }] }, { Responses: [{ Item: { a, p: KEY.p } }] }]);
});

describe('values, keys and counts', () => {
  const put = (n: object) => ['PutItem', { Item: { ...KEY, n } }] as const;
  const nested = Array.from({ length: 33 }).reduce<object>((inner) => ({ L: [inner] }), { S: 'x' });
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ p: { S: 'a' }, s: { N: String(index) } }));
  const duplicates = 'Provided list of item keys contains duplicates';
  const twice = 'Transaction request cannot include multiple operations on one item';
  it.each<[name: string, operation: string, input: object, message: string]>([
    ['a number of 39 digits', ...put({ N: '1'.repeat(39) }), 'more than 38 significant digits'],
    ['a number over 9.9e125', ...put({ N: '1e126' }), 'Number overflow'],
    ['a number under 1e-130', ...put({ N: '1e-131' }), 'Number underflow'],
    ['an empty set', ...put({ SS: [] }), 'may not be empty'],
    ['a set with one value twice', ...put({ SS: ['a', 'a'] }), 'contains duplicates'],
    ['two types at once', ...put({ S: 'a', N: '1' }), 'more than one datatypes set'],
    ['a type that is none', ...put({ Q: 'a' }), 'Supplied AttributeValue is empty'],
    ['33 levels', ...put(nested), 'Nesting Levels have exceeded supported limits'],
    ['410 KB', ...put({ S: 'x'.repeat(410 * 1024) }), 'Item size has exceeded the maximum allowed size'],
    [
      'an operator that is none',
      'Scan',
      { ConditionalOperator: 'XOR' },
      "Value 'XOR' at 'conditionalOperator' failed to satisfy constraint: Member must satisfy enum value set",
    ],
    [
      'an operator between nothing',
      'Scan',
      { ConditionalOperator: 'OR' },
      'ConditionalOperator cannot be used without Filter or Expected',
    ],
    [
      'an operator of one condition',
      'PutItem',
      { Item: KEY, Expected: { p: { Exists: false } }, ConditionalOperator: 'OR' },
      'ConditionalOperator can only be used when Filter or Expected has two or more elements',
    ],
    [
      'an answer to a failed condition that is none',
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'items', Item: KEY, ReturnValuesOnConditionCheckFailure: 'ALL' } },
        ],
      },
      "Value 'ALL' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint",
    ],
    ['an empty key', 'PutItem', { Item: { ...KEY, p: { S: '' } } }, 'cannot contain an empty string value'],
    ['half a key', 'GetItem', { Key: { p: KEY.p } }, 'The provided key element does not match the schema'],
    [
      'both kinds of conditions',
      'PutItem',
      { Item: KEY, ConditionExpression: 'attribute_exists(p)', Expected: { p: { Exists: false } } },
      'Can not use both expression and non-expression parameters in the same request',
    ],
    [
      'a name that is not used',
      'GetItem',
      { Key: KEY, ProjectionExpression: '#a', ExpressionAttributeNames: { '#a': 'a', '#b': 'b' } },
      'Value provided in ExpressionAttributeNames unused in expressions: keys: {#b}',
    ],
    [
      'a key twice in a batch of writes',
      'BatchWriteItem',
      { RequestItems: { items: [{ PutRequest: { Item: KEY } }, { DeleteRequest: { Key: KEY } }] } },
      duplicates,
    ],
    [
      'a write that puts and deletes',
      'BatchWriteItem',
      { RequestItems: { items: [{ PutRequest: { Item: KEY }, DeleteRequest: { Key: KEY } }] } },
      'more than one datatypes set',
    ],
    [
      '26 writes',
      'BatchWriteItem',
      { RequestItems: { items: numbered(26).map((Item) => ({ PutRequest: { Item } })) } },
      'Member must have length less than or equal to 25',
    ],
    [
      'a key twice in a batch of reads',
      'BatchGetItem',
      { RequestItems: { items: { Keys: [KEY, { ...KEY, s: { N: '10e-1' } }] } } },
      duplicates,
    ],
    ['101 reads', 'BatchGetItem', { RequestItems: { items: { Keys: numbered(101) } } }, 'equal to 100'],
    [
      'an item twice in a transaction',
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'items', Item: KEY } },
          { Delete: { TableName: 'items', Key: KEY } },
        ],
      },
      twice,
    ],
    [
      'values without an expression in a transaction',
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'items', Item: KEY, ExpressionAttributeValues: { ':a': KEY.p } } },
        ],
      },
      'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null',
    ],
  ])('%s: refused', async (_case, operation, input, message) => {
    const answer = await call(operation, input);
    expect(answer).toContain('ValidationException: ');
    expect(answer).toContain(message);
  });
});

describe('the parser of conditions', () => {
  it('reads any text in linear time, and throws at none', () => {
    const word = fc.constantFrom(
      'a',
      ':a',
      'AND',
      'OR',
      'NOT',
      '(',
      ')',
      '=',
      ',',
      'BETWEEN',
      'IN',
      'size',
      '.',
      '[',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 3 })), { maxLength: 40 }), (words) => {
        parseCondition(words.join(' '));
      }),
    );
    const begun = performance.now();
    for (const part of ['(', 'NOT ', 'a.', 'size(', ':a = :a AND ', '((a)', ' '])
      parseCondition(part.repeat(20_000));
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
