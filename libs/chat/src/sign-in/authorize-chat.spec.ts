import { buildRestEvent } from '@hanok/events/testing';
import { connectAuthorizer, rest } from '@hanok/lambda';
import { buildLambdaContext, recordLines } from '@hanok/lambda/testing';
import { startTables } from '@hanok/testing';
import { afterAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import {
  authorizeChat,
  CHAT_TICKET_TABLE,
  createChatTicketTable,
  issueTicket,
  verifyToken,
} from '../index.ts';

const db = await startTables([CHAT_TICKET_TABLE]);
afterAll(db.stop);
const ISSUER = 'https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_pool';
const keys = await generateKeyPair('RS256');
const others = await generateKeyPair('RS256');
const SUB = '11111111-2222-3333-4444-555555555555';
const ID_TOKEN = { token_use: 'id', aud: 'client', sub: SUB, 'cognito:username': 'kim' };
const ACCESS_TOKEN = { token_use: 'access', client_id: 'client', sub: SUB, username: 'kim' };
const METHOD_ARN = 'arn:aws:execute-api:ap-northeast-2:123456789012:abc123/prod/$connect';

function openSignIn() {
  const clock = { at: 1_800_000_000_000 };
  const now = () => new Date(clock.at);
  const tickets = createChatTicketTable({ client: db.client, table: CHAT_TICKET_TABLE.name });
  const verify = verifyToken({
    ...{ issuer: ISSUER, clientId: 'client', keys: () => Promise.resolve(keys.publicKey) },
  });
  const { log, metrics, lines } = recordLines();
  const authorizer = connectAuthorizer({ handle: authorizeChat({ tickets, verify, now }), log, metrics });
  const api = rest({ routes: issueTicket({ tickets, now }), log, metrics });
  const ask = async (change: { ticket?: string; token?: string; tokenInQuery?: string }) => {
    const { ticket, token, tokenInQuery } = change;
    const answer = await authorizer(
      {
        ...{ type: 'REQUEST', methodArn: METHOD_ARN },
        headers: token === undefined ? {} : { Authorization: token },
        queryStringParameters: {
          ...(ticket !== undefined && { ticket }),
          ...(tokenInQuery !== undefined && { token: tokenInQuery }),
        },
      },
      buildLambdaContext(),
    );
    expect(answer.policyDocument.Statement).toMatchObject([{ Resource: METHOD_ARN }]);
    return answer.policyDocument.Statement[0]?.Effect === 'Allow' ? answer.principalId : 'denied';
  };
  const issue = async (claims?: Record<string, string>) => {
    const event = buildRestEvent({ httpMethod: 'POST', resource: '/chat/tickets' });
    const requestContext = claims && { requestContext: { authorizer: { claims } } };
    const answer = await api({ ...event, ...requestContext }, buildLambdaContext());
    return { status: answer.statusCode, ...JSON.parse(answer.body) };
  };
  const token = (
    claims: Record<string, unknown>,
    change: { key?: typeof keys.privateKey; issuer?: string } = {},
  ) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(change.issuer ?? ISSUER)
      .setIssuedAt(clock.at / 1000)
      .setExpirationTime(clock.at / 1000 + 3600)
      .sign(change.key ?? keys.privateKey);
  return { clock, ask, issue, token, lines };
}

describe('a ticket', () => {
  it('lets its owner connect once', async () => {
    const { ask, issue, lines } = openSignIn();
    const { status, Ticket, ExpiresInSeconds } = await issue({ sub: SUB, 'cognito:username': 'kim' });
    expect([status, ExpiresInSeconds]).toEqual([201, 30]);
    expect(JSON.stringify(await db.items(CHAT_TICKET_TABLE))).not.toContain(Ticket);
    expect(await ask({ ticket: Ticket })).toBe(`sub:${SUB}`);
    expect(await ask({ ticket: Ticket })).toBe('denied');
    expect(JSON.stringify(lines())).not.toContain(Ticket);
  });

  it('lets one of many connect that show it at once', async () => {
    const { ask, issue } = openSignIn();
    const { Ticket } = await issue({ sub: SUB, 'cognito:username': 'kim' });
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ ticket: Ticket })));
    expect(answers.filter((answer) => answer !== 'denied')).toEqual([`sub:${SUB}`]);
  });

  it('is good for 30 s, and a made-up one never', async () => {
    const { ask, issue, clock } = openSignIn();
    const claims = { sub: SUB, 'cognito:username': 'kim' };
    const [first, second] = [await issue(claims), await issue(claims)];
    clock.at += 29_000;
    expect(await ask({ ticket: first.Ticket })).toBe(`sub:${SUB}`);
    clock.at += 1_000;
    expect(await ask({ ticket: second.Ticket })).toBe('denied');
    for (const ticket of ['', 'x', 'x'.repeat(4000)]) expect(await ask({ ticket })).toBe('denied');
  });

  it('is for signed-in callers', async () => {
    expect(await openSignIn().issue()).toMatchObject({ status: 401 });
  });
});

describe('a token', () => {
  it('of the client of the pool lets its user connect, in the header alone', async () => {
    const { ask, token } = openSignIn();
    for (const claims of [ID_TOKEN, ACCESS_TOKEN])
      expect(await ask({ token: `Bearer ${await token(claims)}` })).toBe(`sub:${SUB}`);
    expect(await ask({ token: await token(ID_TOKEN) })).toBe(`sub:${SUB}`);
    expect(await ask({ tokenInQuery: await token(ID_TOKEN) })).toBe('denied');
  });

  it('of another pool, client, key or use, or that is expired or none, is denied', async () => {
    const { ask, token, clock } = openSignIn();
    const wrong = [
      token(ID_TOKEN, { issuer: `${ISSUER}x` }),
      token(ID_TOKEN, { key: others.privateKey }),
      token({ ...ID_TOKEN, aud: 'other' }),
      token({ ...ACCESS_TOKEN, client_id: 'other' }),
      token({ ...ID_TOKEN, token_use: 'refresh' }),
      token({ token_use: 'id', aud: 'client' }),
      ...['', 'x', 'a.b.c', 'x'.repeat(20_000)],
    ];
    for (const each of wrong) expect(await ask({ token: await each })).toBe('denied');
    const late = await token(ID_TOKEN);
    clock.at += 3_600_000;
    expect(await ask({ token: late })).toBe('denied');
    expect(await ask({})).toBe('denied');
  });
});
