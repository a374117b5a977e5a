import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { clientSettings } from '@hanok/testing';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import type { Caller } from '../../gateway/service.ts';
import { createRoles, type Roles } from '../iam/roles.ts';
import { openUserPoolStore, type UserPoolStore } from './store/user-pool-store.ts';
import type { UserPool, UserPoolClient } from './user-pool.ts';
import { createUserPools, type UserPools } from './user-pools.ts';

const place = { region: 'eu-west-1', accountId: '111122223333' };

export type CognitoStack = {
  gateway: Gateway;
  cognito: CognitoIdentityProviderClient;
  store: UserPoolStore;
  userPools: UserPools;
  roles: Roles;
  callers: Caller[];
  /** The digits of the last notice. */
  lastCode(): string;
  notices: string[];
  /** Milliseconds by which the pools' clock is ahead. */
  ahead: { ms: number };
  addPool(
    changes?: Partial<UserPool>,
    client?: Partial<UserPoolClient>,
  ): { pool: UserPool; clientId: string };
  stop(): Promise<void>;
};

/** A gateway with user pools alone, and the real client. */
export async function startCognito(file = ':memory:'): Promise<CognitoStack> {
  const notices: string[] = [];
  const ahead = { ms: 0 };
  const store = openUserPoolStore(file);
  const now = () => Date.now() + ahead.ms;
  const userPools = createUserPools({ ...place, store, notify: (text) => notices.push(text), now });
  const roles = createRoles(place);
  const callers: Caller[] = [];
  const gateway = await startGateway({
    port: 0,
    services: [userPools.service],
    sites: [userPools.keysPage],
    callerOf: roles.callerOf,
    authorize: roles.authorize,
    audit: ({ caller }) => callers.push(caller),
  });
  const cognito = new CognitoIdentityProviderClient({
    ...clientSettings(gateway.url),
    region: place.region,
    maxAttempts: 1,
  });
  const addPool: CognitoStack['addPool'] = (changes = {}, client = {}) => {
    const pool = { ...poolOf(changes.id ?? 'eu-west-1_aaaaaaaaa', gateway.url), ...changes };
    const clientId = client.id ?? `client${pool.id.slice(-9)}`.toLowerCase();
    userPools.add(pool);
    userPools.addClient(pool.id, { ...CLIENT, id: clientId, ...client });
    return { pool, clientId };
  };
  const stop = async () => {
    cognito.destroy();
    await gateway.stop();
    store.close();
  };
  const lastCode = () => /\d{6}/.exec(notices.at(-1) ?? '')?.[0] ?? '';
  return { gateway, cognito, store, userPools, roles, callers, lastCode, notices, ahead, addPool, stop };
}

/** Users sign up by themselves with a name, and with a code if they have an address. */
function poolOf(id: string, gatewayUrl: string): UserPool {
  return {
    id,
    arn: `arn:aws:cognito-idp:${place.region}:${place.accountId}:userpool/${id}`,
    name: 'Riders',
    issuer: `${gatewayUrl}/${id}`,
    passwordPolicy: {
      minimumLength: 10,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: 7,
    },
    schema: [],
    emailSignIn: 'none',
    verifiesEmail: true,
    selfSignUp: true,
    caseSensitive: false,
  };
}

/** Its users sign in by password. */
export const CLIENT = {
  name: 'web',
  explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  accessTokenSeconds: 3600,
  idTokenSeconds: 1800,
  refreshTokenSeconds: 86_400,
  challengeSeconds: 180,
  hidesUserExistence: true,
} satisfies Omit<UserPoolClient, 'id'>;

export const PASSWORD = 'Unicorns-are-7';
