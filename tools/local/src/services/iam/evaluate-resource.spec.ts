import { describe, expect, it } from '@jest/globals';
import { allowsService } from './evaluate-resource.ts';
import { resourcePolicy } from './policy-document.ts';
import { createRoles } from './roles.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:t';
const SOURCE = 'arn:aws:gamelift:us-east-1:000000000000:matchmakingconfiguration/m';
const game = { service: 'gamelift.amazonaws.com', sourceArn: SOURCE, sourceAccount: '000000000000' };
const statement = {
  Effect: 'Allow',
  Principal: { Service: 'gamelift.amazonaws.com' },
  Action: 'SNS:Publish',
  Resource: TOPIC,
};
const policyOf = (...Statement: object[]) => resourcePolicy.parse({ Version: '2012-10-17', Statement });
const publish = { action: 'sns:Publish', resource: TOPIC };

describe('the policy of a resource', () => {
  it.each<[string, object[], boolean]>([
    ['names it', [statement], true],
    ['names it among others', [{ ...statement, Principal: { Service: ['x', game.service] } }], true],
    ['names everyone', [{ ...statement, Principal: '*' }], true],
    ['names every account', [{ ...statement, Principal: { AWS: '*' } }], true],
    ['names another service', [{ ...statement, Principal: { Service: 'events.amazonaws.com' } }], false],
    ['names another action', [{ ...statement, Action: 'sns:Subscribe' }], false],
    ['names another resource', [{ ...statement, Resource: `${TOPIC}2` }], false],
    ['names its source', [conditioned({ ArnLike: { 'aws:SourceArn': SOURCE } })], true],
    ['names a pattern of its source', [conditioned({ ArnLike: { 'AWS:SourceArn': `${SOURCE}*` } })], true],
    ['names another source', [conditioned({ ArnEquals: { 'aws:SourceArn': `${SOURCE}2` } })], false],
    ['names its account', [conditioned({ StringEquals: { 'aws:SourceAccount': '000000000000' } })], true],
    [
      'names another account',
      [conditioned({ StringEquals: { 'aws:SourceAccount': '111111111111' } })],
      false,
    ],
    ['asks for TLS', [conditioned({ Bool: { 'aws:SecureTransport': 'true' } })], true],
    ['denies beside it', [statement, { ...statement, Effect: 'Deny', Principal: '*' }], false],
    ['is empty', [], false],
  ])('lets a service act that it %s: %#', (_title, statements, expected) => {
    expect(allowsService(policyOf(...statements), game, publish)).toBe(expected);
  });

  it('allows nothing where there is none', () => {
    expect(allowsService(undefined, game, publish)).toBe(false);
  });

  it.each<[string, object]>([
    ['another kind of principal', { ...statement, Principal: { Federated: 'x' } }],
    ['no principal', { ...statement, Principal: undefined }],
    ['NotPrincipal', { ...statement, NotPrincipal: '*' }],
  ])('is refused with %s', (_title, one) => {
    expect(resourcePolicy.safeParse({ Version: '2012-10-17', Statement: [one] }).success).toBe(false);
  });

  it.each<[string, string | undefined, 'Allow' | 'Deny', object | '*', boolean]>([
    ['that only it allows', undefined, 'Allow', { AWS: 'arn:aws:iam::000000000000:role/r' }, true],
    ['whose account it names', undefined, 'Allow', { AWS: 'arn:aws:iam::000000000000:root' }, false],
    ['that it does not name', undefined, 'Allow', { AWS: 'arn:aws:iam::000000000000:role/s' }, false],
    ['that both allow', 'sns:*', 'Allow', '*', true],
    ['whose own policy allows', 'sns:*', 'Allow', { Service: 'x' }, true],
    ['that it denies', 'sns:*', 'Deny', { AWS: '000000000000' }, false],
  ])('decides for a role %s', (_title, Action, Effect, Principal, expected) => {
    const roles = createRoles({ accountId: '000000000000' });
    const own = { Version: '2012-10-17' as const, Statement: [] };
    const allow = { Effect: 'Allow' as const, Action: [Action ?? 'x:y'], Resource: ['*'], Condition: {} };
    const policies = new Map([['own', { ...own, Statement: [allow] }]]);
    roles.add({ name: 'r', arn: 'arn:aws:iam::000000000000:role/r', policies });
    const caller = roles.callerOf(roles.credentialsFor('f', 'r').accessKeyId);
    const policy = policyOf({ ...statement, Effect, Principal });
    const denial = roles.authorize(caller, [{ ...publish, policy }]);
    const principalArn = 'arn:aws:sts::000000000000:assumed-role/r/f';
    expect(denial).toEqual(expected ? undefined : { ...publish, principalArn });
  });
});

function conditioned(Condition: object) {
  return { ...statement, Condition };
}
