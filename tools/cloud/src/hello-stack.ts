import { CfnOutput, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { allowedOrigin } from './allowed-origin.ts';
import { HanokFunction } from './hanok-function.ts';
import { apiTimeout } from './hanok-rest-api.ts';
import { HelloApi } from './hello-api.ts';
import { keptTable } from './kept-table.ts';

/** The smallest whole path: a client, an API, a function, a table. */
export class HelloStack extends Stack {
  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Hello, World', analyticsReporting: false });
    const origin = allowedOrigin(this);
    const greetings = createGreetingsTable(this);
    const hello = new HanokFunction(this, 'HelloWorld', {
      name: 'hello-world',
      zips: props.zips,
      timeout: apiTimeout,
      environment: { GREETINGS_TABLE: greetings.tableName, ALLOWED_ORIGINS: origin },
    });
    hello.allow(['dynamodb:PutItem', 'dynamodb:Query'], greetings.tableArn);
    const api = new HelloApi(this, 'Api', { origin, helloWorld: hello.function });
    new CfnOutput(this, 'HelloApiUrl', { value: api.url });
  }
}

/** Who was greeted and when, and beside it the receipts of greetings that may be sent again, which expire. */
function createGreetingsTable(scope: Construct): Table {
  return new Table(scope, 'GreetingsTable', {
    ...keptTable,
    tableName: 'Greetings',
    partitionKey: { name: 'Name', type: AttributeType.STRING },
    sortKey: { name: 'GreetingId', type: AttributeType.STRING },
    timeToLiveAttribute: 'ExpiresAt',
  });
}
