import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { apiTimeout, HanokRestApi } from '../../constructs/hanok-rest-api.ts';

/** Draws teams: an API and a function, nothing is kept. */
export class DrawStack extends Stack {
  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'A verifiable team draw', analyticsReporting: false });
    const draw = new HanokFunction(this, 'TeamDraw', {
      name: 'team-draw',
      zips: props.zips,
      timeout: apiTimeout,
      environment: {},
    });
    const api = new DrawApi(this, 'Api', draw.function);
    new CfnOutput(this, 'DrawApiUrl', { value: api.url });
  }
}

/** `GET /draw` and `POST /draw`, answered by one function and open to all. */
class DrawApi extends HanokRestApi {
  constructor(scope: Construct, id: string, teamDraw: Function) {
    super(scope, id, {
      name: 'Draw',
      accepted: acceptedFindings,
      // Each one may bring ten thousand names.
      throttling: { '/draw/POST': { rateLimit: 20, burstLimit: 40 } },
    });
    this.addRoute('GET', 'draw', teamDraw);
    this.addRoute('POST', 'draw', teamDraw);
  }
}

const openToAll = 'Draws are public: nothing is kept, and nobody learns of the draws of others.';
const acceptedFindings = {
  'AwsSolutions-APIG2': 'The function parses the body with a schema and answers 400 itself.',
  'AwsSolutions-APIG3': 'Answers of bounded size behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': openToAll,
  'AwsSolutions-COG4': openToAll,
};
