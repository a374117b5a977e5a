import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Decision, evaluate } from './evaluate.ts';
import { policyDocument } from './policy-document.ts';

type Statement = Record<string, unknown>;

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/GomokuPlayerInfo';
const stream = `${TABLE}/stream/2026-01-01T00:00:00.000`;
const allow: Statement = { Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: TABLE };

const document = (...Statement: Statement[]) => policyDocument.parse({ Version: '2012-10-17', Statement });
const decide = (statements: Statement[], action: string, resource: string, context = {}) =>
  evaluate([document(...statements)], { action, resource, context });

describe('evaluate', () => {
  it.each<[string, Statement[], string, string, Decision]>([
    ['the action on the resource', [allow], 'dynamodb:UpdateItem', TABLE, 'allowed'],
    ['the action in other case', [allow], 'DynamoDB:updateitem', TABLE, 'allowed'],
    ['another action', [allow], 'dynamodb:GetItem', TABLE, 'implicit deny'],
    ['another resource', [allow], 'dynamodb:UpdateItem', `${TABLE}2`, 'implicit deny'],
    ['the resource in other case', [allow], 'dynamodb:UpdateItem', TABLE.toUpperCase(), 'implicit deny'],
    ['no statement', [], 'dynamodb:GetItem', TABLE, 'implicit deny'],
    [
      'a list of actions',
      [{ ...allow, Action: ['sqs:*', 'dynamodb:Get*'] }],
      'dynamodb:GetItem',
      TABLE,
      'allowed',
    ],
    ['a question mark', [{ ...allow, Action: 'dynamodb:?etItem' }], 'dynamodb:GetItem', TABLE, 'allowed'],
    ['every resource', [{ ...allow, Resource: '*' }], 'dynamodb:UpdateItem', TABLE, 'allowed'],
    [
      'what lies below',
      [{ ...allow, Resource: `${TABLE}/stream/*` }],
      'dynamodb:UpdateItem',
      stream,
      'allowed',
    ],
    [
      'above what is named',
      [{ ...allow, Resource: `${TABLE}/*` }],
      'dynamodb:UpdateItem',
      TABLE,
      'implicit deny',
    ],
    [
      'a wildcard that would have to cross a part of the ARN',
      [{ ...allow, Resource: 'arn:aws:*:table/GomokuPlayerInfo' }],
      'dynamodb:UpdateItem',
      TABLE,
      'implicit deny',
    ],
    [
      'a deny beside an allow',
      [allow, { Effect: 'Deny', Action: 'dynamodb:*', Resource: '*' }],
      'dynamodb:UpdateItem',
      TABLE,
      'explicit deny',
    ],
    [
      'an action outside NotAction',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      'sqs:SendMessage',
      TABLE,
      'allowed',
    ],
    [
      'an action inside NotAction',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
      'iam:PassRole',
      TABLE,
      'implicit deny',
    ],
    [
      'a deny of everything but a resource',
      [
        { ...allow, Resource: '*' },
        { Effect: 'Deny', Action: '*', NotResource: TABLE },
      ],
      'dynamodb:UpdateItem',
      `${TABLE}2`,
      'explicit deny',
    ],
  ])('decides on %s', (_, statements, action, resource, expected) => {
    expect(decide(statements, action, resource)).toBe(expected);
  });

  it.each<[string, string, Record<string, string>, boolean]>([
    ['StringEquals', 'a', { k: 'a' }, true],
    ['StringEquals', 'a', { k: 'A' }, false],
    ['StringEquals', 'a', {}, false],
    ['StringEquals', 'a', { K: 'a' }, true],
    ['StringNotEquals', 'a', { k: 'b' }, true],
    ['StringNotEquals', 'a', { k: 'a' }, false],
    ['StringNotEquals', 'a', {}, true],
    ['StringEqualsIgnoreCase', 'a', { k: 'A' }, true],
    ['StringLike', 'a*', { k: 'abc' }, true],
    ['StringNotLike', 'a*', { k: 'abc' }, false],
    ['StringLikeIfExists', 'a*', {}, true],
    ['StringLikeIfExists', 'a*', { k: 'b' }, false],
    ['ArnLike', 'arn:aws:s3:::b*', { k: 'arn:aws:s3:::bucket' }, true],
    ['ArnEquals', 'arn:aws:*:::b', { k: 'arn:aws:s3:::b' }, true],
    ['ArnNotLike', 'arn:aws:s3:::b*', { k: 'arn:aws:s3:::bucket' }, false],
    ['Bool', 'true', { k: 'true' }, true],
    ['Bool', 'false', { k: 'true' }, false],
    ['Null', 'true', {}, true],
    ['Null', 'true', { k: 'a' }, false],
    ['NumericLessThan', '10', { k: '9' }, true],
    ['NumericGreaterThanEquals', '10', { k: '9' }, false],
  ])('with %s %s and context %j holds: %s', (operator, value, context, expected) => {
    const statement = { ...allow, Condition: { [operator]: { k: [value] } } };
    const decision = decide([statement], 'dynamodb:UpdateItem', TABLE, context);
    expect(decision).toBe(expected ? 'allowed' : 'implicit deny');
  });

  it('needs every operator and key to hold, and one value of each', () => {
    const Condition = { StringEquals: { a: ['1', '2'], b: '3' }, Bool: { c: true } };
    const decideWith = (context: Record<string, string>) =>
      decide([{ ...allow, Condition }], 'dynamodb:UpdateItem', TABLE, context);
    expect(decideWith({ a: '2', b: '3', c: 'true' })).toBe('allowed');
    expect(decideWith({ a: '2', b: '4', c: 'true' })).toBe('implicit deny');
    expect(decideWith({ a: '2', b: '3', c: 'false' })).toBe('implicit deny');
  });

  it('never allows what one policy denies, whatever the others say', () => {
    const action = fc.constantFrom('sqs:SendMessage', 'sqs:*', 'dynamodb:GetItem', '*');
    const effect = fc.constantFrom('Allow', 'Deny');
    const statement = fc.record({ Effect: effect, Action: action, Resource: fc.constant('*') });
    const request = { action: 'sqs:SendMessage', resource: TABLE, context: {} };
    const covering = (one: { Action: string }) => one.Action !== 'dynamodb:GetItem';
    fc.assert(
      fc.property(fc.array(fc.array(statement, { maxLength: 4 }), { maxLength: 4 }), (policies) => {
        const effects = policies
          .flat()
          .filter(covering)
          .map(({ Effect }) => Effect);
        const without = effects.length > 0 ? 'allowed' : 'implicit deny';
        const expected = effects.includes('Deny') ? 'explicit deny' : without;
        expect(
          evaluate(
            policies.map((one) => document(...one)),
            request,
          ),
        ).toBe(expected);
      }),
    );
  });
});

describe('policyDocument', () => {
  it.each<[Statement, string]>([
    [
      { ...allow, Condition: { DateLessThan: { k: 'x' } } },
      'condition operator "DateLessThan" is not supported',
    ],
    [
      { ...allow, Condition: { 'ForAllValues:StringLike': { k: 'x' } } },
      '"ForAllValues:StringLike" is not supported',
    ],
    [{ ...allow, Resource: 'arn:aws:s3:::b/${aws:username}' }, 'policy variables are not supported'],
    [{ ...allow, Principal: '*' }, 'Principal'],
    [{ ...allow, NotAction: 'sqs:*' }, 'needs Action or NotAction'],
    [{ Effect: 'Allow', Action: '*' }, 'needs Resource or NotResource'],
  ])('refuses %j by name', (statement, problem) => {
    const parsed = policyDocument.safeParse({ Version: '2012-10-17', Statement: [statement] });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining(problem)]);
  });
});
