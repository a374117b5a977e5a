import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { createDashboard } from '../../constructs/dashboard.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { API_TIMEOUT, HanokRestApi } from '../../constructs/hanok-rest-api.ts';

/** Draws teams: an API and a function, nothing is kept. */
export class DrawStack extends Stack {
  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'A verifiable team draw', analyticsReporting: false });
    const draw = new HanokFunction(this, 'TeamDraw', {
      name: 'team-draw',
      zips: props.zips,
      timeout: API_TIMEOUT,
      environment: {},
    });
    const api = new DrawApi(this, 'Api', draw.function);
    createDashboard(this);
    new CfnOutput(this, 'DrawApiUrl', { value: api.url });
  }
}

/** `GET /draw` and `POST /draw`, answered by one function and open to all. */
class DrawApi extends HanokRestApi {
  constructor(scope: Construct, id: string, teamDraw: Function) {
    super(scope, id, {
      name: 'Draw',
      accepted: ACCEPTED_FINDINGS,
      // Each one may bring ten thousand names.
      throttling: { '/draw/POST': { rateLimit: 20, burstLimit: 40 } },
    });
    this.addRoute('GET', 'draw', teamDraw);
    this.addRoute('POST', 'draw', teamDraw);
  }
}

const OPEN_TO_ALL = 'Draws are public: nothing is kept, and a draw shows nothing of another one.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG2': 'The function parses the body with a schema and answers 400 itself.',
  'AwsSolutions-APIG3': 'Answers of bounded size behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': OPEN_TO_ALL,
  'AwsSolutions-COG4': OPEN_TO_ALL,
};
