import { describe, expect, it } from '@jest/globals';
import { policyDocument } from './policy-document.ts';
import { createRoles } from './roles.ts';

const ARN = 'arn:aws:iam::000000000000:role/Reader';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:q';
const receive = policyDocument.parse({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: QUEUE },
});

function rolesWithReader() {
  const roles = createRoles({ accountId: '000000000000' });
  roles.add({ name: 'Reader', arn: ARN, policies: new Map() });
  return roles;
}

describe('createRoles', () => {
  it('knows a function by the keys that it gave out, which stay the same', () => {
    const roles = rolesWithReader();
    const credentials = roles.credentialsFor('reader', 'Reader');
    expect(credentials.accessKeyId).toMatch(/^ASIA[0-9A-F]{16}$/);
    expect(credentials.secretAccessKey).toHaveLength(40);
    expect(credentials.sessionToken).toHaveLength(340);
    expect(roles.credentialsFor('reader', 'Reader')).toEqual(credentials);
    expect(roles.callerOf(credentials.accessKeyId)).toEqual({
      kind: 'role',
      roleName: 'Reader',
      functionName: 'reader',
    });
  });

  it('gives other keys to another function of the role, and in another stack', () => {
    const first = rolesWithReader();
    const keys = [
      first.credentialsFor('reader', 'Reader'),
      first.credentialsFor('second', 'Reader'),
      rolesWithReader().credentialsFor('reader', 'Reader'),
    ];
    expect(new Set(keys.map(({ accessKeyId }) => accessKeyId)).size).toBe(3);
    expect(new Set(keys.map(({ secretAccessKey }) => secretAccessKey)).size).toBe(3);
  });

  it('refuses a role whose policies are larger together than AWS lets them be', () => {
    const roles = rolesWithReader();
    const policy = (letters: number) => {
      const Resource = `${QUEUE}${'x'.repeat(letters)}`;
      return policyDocument.parse({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['sqs:ReceiveMessage'], Resource }],
      });
    };
    const empty = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: QUEUE },
    }).length;
    roles.attach('Reader', 'First', policy(5_000));
    roles.attach('Reader', 'Second', policy(10_240 - 5_000 - 2 * empty));
    const exceeded = 'Maximum policy size of 10240 bytes exceeded for role Reader';
    expect(() => roles.attach('Reader', 'Second', policy(10_241 - 5_000 - 2 * empty))).toThrow(exceeded);
    expect(() => roles.attach('Reader', 'Third', receive)).toThrow(exceeded);
    const policies = new Map([['Large', policy(10_240)]]);
    expect(() => roles.add({ name: 'Other', arn: ARN, policies })).toThrow('for role Other');
  });

  it('lets a client outside the stack do everything', () => {
    const roles = rolesWithReader();
    expect(roles.callerOf('test')).toEqual({ kind: 'external' });
    expect(
      roles.authorize({ kind: 'external' }, [{ action: 'sqs:DeleteQueue', resource: QUEUE }]),
    ).toBeUndefined();
  });

  it('refuses a role the first action that its policies do not allow', () => {
    const roles = rolesWithReader();
    roles.attach('Reader', 'Receive', receive);
    const caller = roles.callerOf(roles.credentialsFor('reader', 'Reader').accessKeyId);
    const may = { action: 'sqs:ReceiveMessage', resource: QUEUE };
    const mayNot = { action: 'sqs:DeleteMessage', resource: QUEUE };
    expect(roles.authorize(caller, [may])).toBeUndefined();
    expect(roles.authorize(caller, [may, mayNot])).toEqual({
      ...mayNot,
      principalArn: 'arn:aws:sts::000000000000:assumed-role/Reader/reader',
    });
  });

  it('refuses a role that may do everything when there is nothing to ask for', () => {
    const roles = rolesWithReader();
    const Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    roles.attach('Reader', 'All', policyDocument.parse({ Version: '2012-10-17', Statement }));
    const caller = roles.callerOf(roles.credentialsFor('reader', 'Reader').accessKeyId);
    expect(roles.authorize(caller, [{ action: 'sqs:DeleteQueue', resource: QUEUE }])).toBeUndefined();
    expect(roles.authorize(caller, [])).toBeDefined();
    expect(roles.authorize({ kind: 'external' }, [])).toBeUndefined();
  });

  it('refuses everything to a role that it does not know', () => {
    const roles = createRoles({ accountId: '000000000000' });
    const caller = roles.callerOf(roles.credentialsFor('reader', 'Gone').accessKeyId);
    expect(roles.authorize(caller, [{ action: 'sqs:ReceiveMessage', resource: QUEUE }])).toBeDefined();
  });

  it('forgets the policies of a role that is added again', () => {
    const roles = rolesWithReader();
    roles.attach('Reader', 'Receive', receive);
    roles.add({ name: 'Reader', arn: ARN, policies: new Map() });
    const caller = roles.callerOf(roles.credentialsFor('reader', 'Reader').accessKeyId);
    expect(roles.authorize(caller, [{ action: 'sqs:ReceiveMessage', resource: QUEUE }])).toBeDefined();
  });

  it('refuses a policy for a role that does not exist', () => {
    expect(() => rolesWithReader().attach('Nobody', 'Receive', receive)).toThrow(
      'policy Receive is for role Nobody, which does not exist',
    );
  });
});
