import * as z from 'zod';
import { physicalId, physicalName } from '../../../template/physical-name.ts';
import { resourceType } from '../../../template/resource-type.ts';
import type { PoolRegistry } from '../pool-registry.ts';
import { explicitAuthFlows } from '../user-pool.ts';

const NO_SIGN_IN_PAGE = 'there is no hosted sign-in page';
const UNIT_SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
const HOUR = 3600;
const THIRTY_DAYS = 30 * 86_400;

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const validity = z.int().min(1).optional();

/** How long the tokens of a client are valid, in units of its own. */
const tokenValidity = {
  AccessTokenValidity: validity,
  IdTokenValidity: validity,
  RefreshTokenValidity: validity,
  TokenValidityUnits: z
    .strictObject({
      AccessToken: unit.default('hours'),
      IdToken: unit.default('hours'),
      RefreshToken: unit.default('days'),
    })
    .prefault({}),
};

/** In seconds; an hour where nothing is said, and thirty days for refresh tokens. */
function tokenSeconds(client: z.infer<z.ZodObject<typeof tokenValidity>>) {
  const { AccessToken, IdToken, RefreshToken } = client.TokenValidityUnits;
  return {
    accessTokenSeconds: secondsOf(client.AccessTokenValidity, AccessToken) ?? HOUR,
    idTokenSeconds: secondsOf(client.IdTokenValidity, IdToken) ?? HOUR,
    refreshTokenSeconds: secondsOf(client.RefreshTokenValidity, RefreshToken) ?? THIRTY_DAYS,
  };
}

function secondsOf(count: number | undefined, of: keyof typeof UNIT_SECONDS): number | undefined {
  return count === undefined ? undefined : count * UNIT_SECONDS[of];
}

const properties = z
  .strictObject({
    UserPoolId: z.string(),
    ClientName: z.string().min(1).max(128).optional(),
    ExplicitAuthFlows: z
      .array(z.enum(explicitAuthFlows))
      .default(['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH']),
    ...tokenValidity,
    AuthSessionValidity: z.int().min(3).max(15).default(3),
    GenerateSecret: z.literal(false).optional(),
    EnableTokenRevocation: z.literal(true).optional(),
    PreventUserExistenceErrors: z.enum(['ENABLED', 'LEGACY']).default('LEGACY'),
    SupportedIdentityProviders: z.array(z.literal('COGNITO')).optional(),
  })
  .superRefine((client, context) => {
    const { accessTokenSeconds, idTokenSeconds, refreshTokenSeconds } = tokenSeconds(client);
    const outside = (seconds: number, least: number, most: number) => seconds < least || seconds > most;
    const refuse = (name: string, range: string) =>
      context.addIssue({ code: 'custom', path: [name], message: `is not within ${range}` });
    if (outside(accessTokenSeconds, 300, 86_400)) refuse('AccessTokenValidity', '5 minutes to a day');
    if (outside(idTokenSeconds, 300, 86_400)) refuse('IdTokenValidity', '5 minutes to a day');
    if (outside(refreshTokenSeconds, 3600, 315_360_000))
      refuse('RefreshTokenValidity', 'an hour to ten years');
  });

/** AWS::Cognito::UserPoolClient, without a secret. */
export const userPoolClient = resourceType({
  type: 'AWS::Cognito::UserPoolClient',
  properties,
  ignored: {
    AllowedOAuthFlows: NO_SIGN_IN_PAGE,
    AllowedOAuthFlowsUserPoolClient: NO_SIGN_IN_PAGE,
    AllowedOAuthScopes: NO_SIGN_IN_PAGE,
    CallbackURLs: NO_SIGN_IN_PAGE,
    DefaultRedirectURI: NO_SIGN_IN_PAGE,
    LogoutURLs: NO_SIGN_IN_PAGE,
  },
  async create(client, resource, pools: Pick<PoolRegistry, 'addClient'>) {
    const id = physicalId(resource, 26);
    const name = client.ClientName ?? physicalName(resource);
    pools.addClient(client.UserPoolId, {
      ...{ id, name },
      explicitAuthFlows: client.ExplicitAuthFlows,
      ...tokenSeconds(client),
      challengeSeconds: client.AuthSessionValidity * 60,
      hidesUserExistence: client.PreventUserExistenceErrors === 'ENABLED',
    });
    return { ref: id, attributes: { ClientId: id, Name: name } };
  },
});
