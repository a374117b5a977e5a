import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRecovery, Mfa, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from '../../constructs/acknowledge.ts';

/** The riders: they sign up themselves, confirm their address and sign in with a password. */
export class WildRydesUsers extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pool = new UserPool(this, 'UserPool', {
      userPoolName: 'WildRydes',
      selfSignUpEnabled: true,
      signInAliases: { username: true, email: true },
      autoVerify: { email: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(1),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OFF,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.pool, ACCEPTED_FINDINGS);
    this.client = this.addWebClient();
  }

  /** For pages and programs, which cannot keep a secret: the client has none. */
  private addWebClient(): UserPoolClient {
    return this.pool.addClient('WebClient', {
      userPoolClientName: 'WildRydesWeb',
      authFlows: { userPassword: true },
      generateSecret: false,
      preventUserExistenceErrors: true,
      disableOAuth: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
  }
}

const ACCEPTED_FINDINGS = {
  'AwsSolutions-COG2': 'An account can only call a unicorn; riders sign in with their password alone.',
  'AwsSolutions-COG3':
    'To rate sign-ins by risk takes a plan that costs per rider, for accounts that hold little.',
  'AwsSolutions-COG8': 'The features of that plan are not used.',
};
