import {
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  type MethodOptions,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { WebRestApi } from '../../constructs/web-rest-api.ts';

type WildRydesApiProps = {
  origin: string;
  users: IUserPool;
  requestUnicorn: Function;
  rideReader: Function;
  rideComplete: Function;
};

/** `POST /ride`, `GET /rides/{id}` and `POST /rides/{id}/complete`, for signed-in riders only. */
export class WildRydesApi extends WebRestApi {
  constructor(scope: Construct, id: string, props: WildRydesApiProps) {
    super(scope, id, {
      name: 'WildRydes',
      origin: props.origin,
      bodyField: 'PickupLocation',
      accepted: ACCEPTED_FINDINGS,
      // Each one looks for a unicorn, the others read or write one ride.
      throttling: { '/ride/POST': { rateLimit: 50, burstLimit: 100 } },
    });
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'Riders', { cognitoUserPools: [props.users] });
    const riders = {
      authorizer,
      authorizationType: AuthorizationType.COGNITO,
      requestValidator: this.validator,
    };
    const ofRide = { ...riders, requestParameters: { 'method.request.path.id': true } };
    const ride = { ...riders, requestModels: { 'application/json': this.bodyModel } };
    this.addRiderRoute('POST', 'ride', props.requestUnicorn, ride);
    this.addRiderRoute('GET', 'rides/{id}', props.rideReader, ofRide);
    this.addRiderRoute('POST', 'rides/{id}/complete', props.rideComplete, ofRide);
  }

  /** A preflight carries no token, and the function answers it without a look at its tables. */
  private addRiderRoute(httpMethod: string, path: string, fn: Function, options: MethodOptions): void {
    this.addRoute(httpMethod, path, fn, options);
    this.addRoute('OPTIONS', path, fn, { authorizationType: AuthorizationType.NONE });
  }
}

const PREFLIGHT = 'Only preflights are open: a browser sends them without a token.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG3': 'Callers are signed in and throttled; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': PREFLIGHT,
  'AwsSolutions-COG4': PREFLIGHT,
};
