import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DrawApi } from './draw-api.ts';
import { HanokFunction } from './hanok-function.ts';
import { apiTimeout } from './hanok-rest-api.ts';

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
