/** What a password must hold. https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html */
export type PasswordPolicy = {
  minimumLength: number;
  requireLowercase: boolean;
  requireUppercase: boolean;
  requireNumbers: boolean;
  requireSymbols: boolean;
  /** How long a password that an administrator set may be used to choose an own one. */
  temporaryPasswordValidityDays: number;
};

/** An attribute that the template requires or adds; one that it adds is named `custom:<name>`. */
export type SchemaAttribute = {
  name: string;
  required: boolean;
  minLength?: number | undefined;
  maxLength?: number | undefined;
};

/** AWS::Cognito::UserPool. */
export type UserPool = {
  /** `<region>_<nine characters>`. */
  id: string;
  arn: string;
  name: string;
  /** `iss` of its tokens; its keys are at `<issuer>/.well-known/jwks.json`. */
  issuer: string;
  passwordPolicy: PasswordPolicy;
  schema: readonly SchemaAttribute[];
  /** `username`: users sign up with their address; `alias`: a verified address signs in as well as the user name. */
  emailSignIn: 'none' | 'username' | 'alias';
  /** Users who sign up are sent a code for their address. */
  verifiesEmail: boolean;
  selfSignUp: boolean;
  caseSensitive: boolean;
};

/** Ways to sign in that a client may be allowed. */
export const explicitAuthFlows = [
  'ALLOW_USER_PASSWORD_AUTH',
  'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  'ALLOW_REFRESH_TOKEN_AUTH',
  'ALLOW_USER_SRP_AUTH',
  'ALLOW_CUSTOM_AUTH',
  'ALLOW_USER_AUTH',
] as const;

export type ExplicitAuthFlow = (typeof explicitAuthFlows)[number];

/** AWS::Cognito::UserPoolClient. */
export type UserPoolClient = {
  id: string;
  name: string;
  explicitAuthFlows: readonly ExplicitAuthFlow[];
  accessTokenSeconds: number;
  idTokenSeconds: number;
  refreshTokenSeconds: number;
  /** How long a challenge may be answered. */
  challengeSeconds: number;
  /** Whether a wrong password and a user who does not exist look alike. */
  hidesUserExistence: boolean;
};
