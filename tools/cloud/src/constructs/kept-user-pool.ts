import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRecovery, Mfa, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';

/** Users who sign up themselves, confirm their address and sign in with a password; kept when the stack goes. */
export class KeptUserPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, props: { name: string; accountsCan: string }) {
    super(scope, id);
    this.pool = new UserPool(this, 'UserPool', {
      userPoolName: props.name,
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
    acknowledge(this.pool, {
      'AwsSolutions-COG2': `An account can only ${props.accountsCan}; users sign in with their password alone.`,
      ...ACCEPTED_FINDINGS,
    });
    this.client = this.addWebClient(props.name);
  }

  /** For pages and programs, which cannot keep a secret: the client has none. */
  private addWebClient(name: string): UserPoolClient {
    return this.pool.addClient('WebClient', {
      userPoolClientName: `${name}Web`,
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
  'AwsSolutions-COG3':
    'To rate sign-ins by risk takes a plan that costs per user, for accounts that hold little.',
  'AwsSolutions-COG8': 'The features of that plan are not used.',
};
