import { AuthorizationType, CognitoUserPoolsAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { HanokRestApi } from '../../constructs/hanok-rest-api.ts';

/** `POST /chat/tickets` for signed-in users: each ticket is for one connection. */
export class ChatTicketApi extends HanokRestApi {
  constructor(scope: Construct, id: string, props: { users: IUserPool; ticket: Function }) {
    super(scope, id, {
      name: 'ChatTickets',
      accepted: ACCEPTED_FINDINGS,
      throttling: { '/chat/tickets/POST': { rateLimit: 50, burstLimit: 100 } },
    });
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Users', { cognitoUserPools: [props.users] });
    this.addRoute('POST', 'chat/tickets', props.ticket, {
      authorizer,
      authorizationType: AuthorizationType.COGNITO,
    });
    // A preflight carries no token.
    this.addRoute('OPTIONS', 'chat/tickets', props.ticket, { authorizationType: AuthorizationType.NONE });
  }
}

const PREFLIGHT = 'Only preflights are open: a browser sends them without a token.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG2': 'The request has no body and no parameters: the token says who asks.',
  'AwsSolutions-APIG3': 'Callers are signed in and throttled; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': PREFLIGHT,
  'AwsSolutions-COG4': PREFLIGHT,
};
