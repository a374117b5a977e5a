import * as cognito from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll } from '@jest/globals';
import { callsJson } from '../../gateway/calls.fixture.ts';
import { describeParameters } from '../../gateway/parameters.fixture.ts';
import { serveService } from '../../gateway/serve-service.fixture.ts';
import { PARAMETERS } from './parameters.ts';
import { openUserPoolStore } from './store/user-pool-store.ts';
import { createUserPools } from './user-pools.ts';

const store = openUserPoolStore(':memory:');
const place = { region: 'eu-west-1', accountId: '111122223333' };
const { service } = createUserPools({ ...place, store, notify: () => undefined });
let server: Awaited<ReturnType<typeof serveService>>;
beforeAll(async () => void (server = await serveService(service)));
afterAll(async () => {
  await server.close();
  store.close();
});

const CLIENT = { ClientId: 'none' };
const USER = { ...CLIENT, Username: 'unicorn' };
const POOL = { UserPoolId: 'eu-west-1_none' };
const IN_POOL = { ...POOL, Username: 'unicorn' };
const PASSWORD = { Password: 'Unicorns-are-7' };
const CODE = { ConfirmationCode: '123456' };
const ATTRIBUTES = { UserAttributes: [{ Name: 'email', Value: 'u@example.com' }] };
const TOKEN = { AccessToken: 'none' };
const PAGE = { MaxResults: 1, NextToken: '0' };
const SIGN_IN = { ...CLIENT, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'unicorn' } };
const CHALLENGE = {
  ...{ ...CLIENT, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'none' },
  ChallengeResponses: { USERNAME: 'unicorn' },
};

describeParameters({
  service: 'user pools',
  clients: [{ ...cognito }],
  operations: service.operations,
  table: PARAMETERS,
  samples: {
    SignUp: { ...USER, ...PASSWORD, ...ATTRIBUTES },
    ConfirmSignUp: { ...USER, ...CODE, ForceAliasCreation: false },
    ResendConfirmationCode: USER,
    ForgotPassword: USER,
    ConfirmForgotPassword: { ...USER, ...CODE, ...PASSWORD },
    InitiateAuth: SIGN_IN,
    RespondToAuthChallenge: CHALLENGE,
    DeleteUser: TOKEN,
    GetUser: TOKEN,
    GlobalSignOut: TOKEN,
    RevokeToken: { ...CLIENT, Token: 'none' },
    AdminConfirmSignUp: IN_POOL,
    AdminCreateUser: {
      ...{ ...IN_POOL, ...ATTRIBUTES, TemporaryPassword: PASSWORD.Password, MessageAction: 'SUPPRESS' },
      ...{ DesiredDeliveryMediums: ['EMAIL'], ForceAliasCreation: false },
    },
    AdminDeleteUser: IN_POOL,
    AdminGetUser: IN_POOL,
    AdminInitiateAuth: { ...POOL, ...SIGN_IN },
    AdminRespondToAuthChallenge: { ...POOL, ...CHALLENGE },
    AdminSetUserPassword: { ...IN_POOL, ...PASSWORD, Permanent: true },
    AdminUserGlobalSignOut: IN_POOL,
    DescribeUserPool: POOL,
    DescribeUserPoolClient: { ...POOL, ...CLIENT },
    ListUserPoolClients: { ...POOL, ...PAGE },
    ListUserPools: PAGE,
    ListUsers: { ...POOL, AttributesToGet: ['email'], Limit: 1, PaginationToken: '0', Filter: '' },
  },
  refusal: 'InvalidParameterException',
  call: callsJson(
    service,
    () => server.url,
    () => 'AWSCognitoIdentityProviderService',
  ),
});
