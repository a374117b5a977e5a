import { only, type ParameterTable, refused, supported, withoutEffect } from '../../gateway/parameters.ts';

const NO_TRIGGERS = 'the pools here have no Lambda triggers';
const METADATA = withoutEffect(NO_TRIGGERS, 'ClientMetadata');
const VALIDATION = withoutEffect(NO_TRIGGERS, 'ValidationData');
const ANALYTICS = withoutEffect('the clients here have no analytics', 'AnalyticsMetadata');
const NO_RATING = 'the pools here do not rate risks';
const RISK = withoutEffect(NO_RATING, 'UserContextData');
const ADMIN_RISK = withoutEffect(NO_RATING, 'ContextData');

/** The clients here have no secrets. */
const HASH = refused('SecretHash');
const ATTRIBUTES = { UserAttributes: supported('Name', 'Value') };
const NO_ALIAS_MOVES = only([false], 'ForceAliasCreation');
const OF_USER = { ...supported('ClientId', 'Username'), ...HASH, ...ANALYTICS, ...RISK, ...METADATA };
const OF_ADMIN = supported('UserPoolId', 'Username');
const PAGE = ['MaxResults', 'NextToken'];
const SIGN_IN = {
  ...supported('AuthFlow', 'ClientId', 'AuthParameters'),
  ...refused('Session'),
  ...ANALYTICS,
  ...METADATA,
};
const CHALLENGE = {
  ...supported('ClientId', 'ChallengeName', 'Session', 'ChallengeResponses'),
  ...ANALYTICS,
  ...METADATA,
};

/** What the stack does with each parameter of user pools. */
export const PARAMETERS: ParameterTable = {
  SignUp: { ...OF_USER, ...supported('Password'), ...ATTRIBUTES, ...VALIDATION },
  ConfirmSignUp: {
    ...OF_USER,
    ...supported('ConfirmationCode'),
    ...refused('Session'),
    ...NO_ALIAS_MOVES,
  },
  ResendConfirmationCode: OF_USER,
  ForgotPassword: OF_USER,
  ConfirmForgotPassword: { ...OF_USER, ...supported('ConfirmationCode', 'Password') },
  InitiateAuth: { ...SIGN_IN, ...RISK },
  RespondToAuthChallenge: { ...CHALLENGE, ...RISK },
  DeleteUser: supported('AccessToken'),
  GetUser: supported('AccessToken'),
  GlobalSignOut: supported('AccessToken'),
  RevokeToken: { ...supported('Token', 'ClientId'), ...refused('ClientSecret') },
  AdminConfirmSignUp: { ...OF_ADMIN, ...METADATA },
  AdminCreateUser: {
    ...OF_ADMIN,
    ...supported('TemporaryPassword', 'DesiredDeliveryMediums', 'MessageAction'),
    ...ATTRIBUTES,
    ...VALIDATION,
    ...METADATA,
    ...NO_ALIAS_MOVES,
  },
  AdminDeleteUser: OF_ADMIN,
  AdminGetUser: OF_ADMIN,
  AdminInitiateAuth: { ...SIGN_IN, ...supported('UserPoolId'), ...ADMIN_RISK },
  AdminRespondToAuthChallenge: { ...CHALLENGE, ...supported('UserPoolId'), ...ADMIN_RISK },
  AdminSetUserPassword: { ...OF_ADMIN, ...supported('Password', 'Permanent') },
  AdminUserGlobalSignOut: OF_ADMIN,
  DescribeUserPool: supported('UserPoolId'),
  DescribeUserPoolClient: supported('UserPoolId', 'ClientId'),
  ListUserPoolClients: supported('UserPoolId', ...PAGE),
  ListUserPools: supported(...PAGE),
  ListUsers: supported('UserPoolId', 'AttributesToGet', 'Limit', 'PaginationToken', 'Filter'),
};
