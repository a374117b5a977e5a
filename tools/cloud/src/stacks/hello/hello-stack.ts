import { GREETING_TABLE } from '@hanok/greetings';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { allowedOrigin } from '../../constructs/allowed-origin.ts';
import { createDashboard } from '../../constructs/dashboard.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { API_TIMEOUT } from '../../constructs/hanok-rest-api.ts';
import { keptTable } from '../../constructs/kept-table.ts';
import { WebRestApi } from '../../constructs/web-rest-api.ts';

/** The smallest whole path: a client, an API, a function, a table. */
export class HelloStack extends Stack {
  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Hello, World', analyticsReporting: false });
    const origin = allowedOrigin(this);
    const greetings = keptTable(this, 'GreetingsTable', GREETING_TABLE);
    const hello = new HanokFunction(this, 'HelloWorld', {
      name: 'hello-world',
      zips: props.zips,
      timeout: API_TIMEOUT,
      environment: { GREETINGS_TABLE: greetings.tableName, ALLOWED_ORIGINS: origin },
    });
    hello.allow(['dynamodb:PutItem', 'dynamodb:Query'], greetings.tableArn);
    const api = new HelloApi(this, 'Api', { origin, helloWorld: hello.function });
    createDashboard(this);
    new CfnOutput(this, 'HelloApiUrl', { value: api.url });
  }
}

/** `GET /hello`, `POST /greetings` and `GET /greetings/{name}`, answered by one function and open to all. */
class HelloApi extends WebRestApi {
  constructor(scope: Construct, id: string, props: { origin: string; helloWorld: Function }) {
    const { origin, helloWorld } = props;
    super(scope, id, { name: 'Hello', origin, bodyField: 'Name', accepted: ACCEPTED_FINDINGS });
    const checked = { requestValidator: this.validator };
    const ofName = { ...checked, requestParameters: { 'method.request.path.name': true } };
    const greeting = { ...checked, requestModels: { 'application/json': this.bodyModel } };
    this.addRoute('GET', 'hello', helloWorld, checked);
    this.addRoute('POST', 'greetings', helloWorld, greeting);
    this.addRoute('GET', 'greetings/{name}', helloWorld, ofName);
    for (const path of ['hello', 'greetings', 'greetings/{name}']) this.addRoute('OPTIONS', path, helloWorld);
  }
}

const OPEN_TO_ALL = 'Greetings are public: all who know a name may greet it and read its greetings.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG3': 'Small public answers behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': OPEN_TO_ALL,
  'AwsSolutions-COG4': OPEN_TO_ALL,
};
