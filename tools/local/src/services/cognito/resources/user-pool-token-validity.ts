import * as z from 'zod';

const UNIT_SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
const HOUR = 3600;
const THIRTY_DAYS = 30 * 86_400;

const unit = z.enum(['seconds', 'minutes', 'hours', 'days']);
const validity = z.int().min(1).optional();

/** How long the tokens of a client are valid, in units of its own. */
export const tokenValidity = {
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
export function tokenSeconds(client: z.infer<z.ZodObject<typeof tokenValidity>>) {
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
