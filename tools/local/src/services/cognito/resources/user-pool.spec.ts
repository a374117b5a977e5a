import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { clientSettings } from '@hanok/testing';
import { recordingParts } from '../../../stack/recording-parts.fixture.ts';
import { type Json, template } from '../../../template/template.ts';

const place = {
  region: 'us-east-1',
  accountId: '000000000000',
  gatewayUrl: 'http://127.0.0.1:4566',
};
/** Nothing listens there: pools are made without a call. */
const nowhere = { ...clientSettings('http://127.0.0.1:9'), maxAttempts: 1 };

/** As CDK writes a pool that is signed in to by address. */
const POOL = {
  AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
  AutoVerifiedAttributes: ['email'],
  DeletionProtection: 'ACTIVE',
  EmailVerificationMessage: 'The verification code to your new account is {####}',
  EmailVerificationSubject: 'Verify your new account',
  MfaConfiguration: 'OFF',
  Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true, RequireNumbers: true } },
  Schema: [
    { Mutable: true, Name: 'email', Required: true },
    {
      AttributeDataType: 'String',
      Name: 'team',
      StringAttributeConstraints: { MinLength: '1', MaxLength: '20' },
    },
  ],
  SmsVerificationMessage: 'The verification code to your new account is {####}',
  UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
  UserPoolTier: 'PLUS',
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  VerificationMessageTemplate: {
    DefaultEmailOption: 'CONFIRM_WITH_CODE',
    EmailMessage: 'The verification code to your new account is {####}',
    EmailSubject: 'Verify your new account',
    SmsMessage: 'The verification code to your new account is {####}',
  },
};

/** As CDK writes a client without hosted sign-in page. */
const CLIENT = {
  AccessTokenValidity: 30,
  AllowedOAuthFlowsUserPoolClient: false,
  EnableTokenRevocation: true,
  ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  IdTokenValidity: 2,
  PreventUserExistenceErrors: 'ENABLED',
  RefreshTokenValidity: 720,
  SupportedIdentityProviders: ['COGNITO'],
  TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
  UserPoolId: { Ref: 'Pool' },
};

async function make(pool: Record<string, Json> = POOL, client: Record<string, Json> = CLIENT) {
  const Resources = {
    Pool: { Type: 'AWS::Cognito::UserPool', Properties: pool },
    Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: client },
  };
  const Outputs = {
    PoolId: { Value: { Ref: 'Pool' } },
    PoolArn: { Value: { 'Fn::GetAtt': ['Pool', 'Arn'] } },
    Issuer: { Value: { 'Fn::GetAtt': ['Pool', 'ProviderURL'] } },
    ClientId: { Value: { Ref: 'Client' } },
  };
  const { deploy, made } = recordingParts({
    ...{ ...place, dynamodb: new DynamoDBClient(nowhere), sqs: new SQSClient(nowhere) },
  });
  const stack = { name: 'Rides', template: template.parse({ Resources, Outputs }), assets: new Map() };
  const { outputs, ignored } = await deploy([stack]);
  return { outputs: outputs['Rides'] ?? {}, ignored, userPools: made.userPools };
}

describe('a user pool of a template', () => {
  it('is made as CDK writes it, with ids that are the same on every run', async () => {
    const { outputs, userPools } = await make();
    expect(outputs).toEqual({
      PoolId: expect.stringMatching(/^us-east-1_[0-9a-zA-Z]{9}$/),
      PoolArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${outputs['PoolId']}`,
      Issuer: `http://127.0.0.1:4566/${outputs['PoolId']}`,
      ClientId: expect.stringMatching(/^[0-9a-z]{26}$/),
    });
    expect(userPools).toEqual([
      {
        id: outputs['PoolId'],
        arn: outputs['PoolArn'],
        issuer: outputs['Issuer'],
        name: 'Rides-Pool',
        passwordPolicy: {
          minimumLength: 12,
          requireLowercase: false,
          requireUppercase: false,
          requireNumbers: true,
          requireSymbols: true,
          temporaryPasswordValidityDays: 7,
        },
        schema: [
          { name: 'email', required: true },
          { name: 'custom:team', required: false, minLength: 1, maxLength: 20 },
        ],
        emailSignIn: 'username',
        verifiesEmail: true,
        selfSignUp: true,
        caseSensitive: false,
      },
      [
        outputs['PoolId'],
        {
          id: outputs['ClientId'],
          name: 'Rides-Client',
          explicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
          accessTokenSeconds: 1800,
          idTokenSeconds: 7200,
          refreshTokenSeconds: 43_200,
          challengeSeconds: 180,
          hidesUserExistence: true,
        },
      ],
    ]);
    expect(await make()).toEqual({ outputs, userPools, ignored: expect.anything() });
  });

  it('has the defaults of AWS for what the template leaves out', async () => {
    const { userPools } = await make({}, { UserPoolId: { Ref: 'Pool' } });
    expect(userPools).toMatchObject([
      {
        passwordPolicy: { minimumLength: 8, requireSymbols: true, requireUppercase: true },
        ...{ emailSignIn: 'none', verifiesEmail: false, selfSignUp: true, caseSensitive: true },
      },
      [
        expect.any(String),
        {
          explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'],
          ...{ accessTokenSeconds: 3600, idTokenSeconds: 3600, refreshTokenSeconds: 2_592_000 },
          hidesUserExistence: false,
        },
      ],
    ]);
  });

  it('tells what it does not act out', async () => {
    const { ignored } = await make();
    expect(ignored).toContainEqual({
      ...{ what: 'AWS::Cognito::UserPool EmailVerificationMessage', count: 1 },
      reason: 'codes are told in a notice, no mail is sent',
    });
  });

  it.each<[string, Record<string, Json>, Record<string, Json>, string]>([
    ['a second factor', { MfaConfiguration: 'ON' }, {}, 'UserPool property "MfaConfiguration" is invalid'],
    [
      'a trigger',
      { LambdaConfig: { PreSignUp: 'arn' } },
      {},
      'AWS::Cognito::UserPool property "LambdaConfig" is not supported by the local stack',
    ],
    ['telephone numbers', { UsernameAttributes: ['phone_number'] }, {}, 'property "UsernameAttributes.0"'],
    ['names and aliases of one kind', { AliasAttributes: ['email'] }, {}, 'property "AliasAttributes"'],
    ['a link in place of a code', linkTemplate(), {}, '"VerificationMessageTemplate.DefaultEmailOption"'],
    ['a secret', {}, { GenerateSecret: true }, 'UserPoolClient property "GenerateSecret" is invalid'],
    ['a flow that AWS does not have', {}, { ExplicitAuthFlows: ['X'] }, '"ExplicitAuthFlows.0" is invalid'],
    ['a token of a minute', {}, { AccessTokenValidity: 1 }, '"AccessTokenValidity" is invalid'],
  ])('refuses %s', async (_, pool, client, problem) => {
    await expect(make({ ...POOL, ...pool }, { ...CLIENT, ...client })).rejects.toThrow(problem);
  });
});

function linkTemplate(): Record<string, Json> {
  return { VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' } };
}
