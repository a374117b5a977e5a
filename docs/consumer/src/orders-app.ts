import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { LambdaRestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';

// The CDK app of a team: an API whose function sends to a queue, whose function writes to a table.

const SAVE = `const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
exports.handler = async ({ Records }) => {
  for (const { body } of Records)
    await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { id: { S: body } } }));
};`;
const WEB = `const { SendMessageCommand, SQSClient } = require('@aws-sdk/client-sqs');
const client = new SQSClient({});
exports.handler = async ({ path }) => {
  await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: path }));
  return { statusCode: 202, body: path };
};`;

const app = new App({ outdir: process.argv[2] ?? 'cdk.out', analyticsReporting: false });
const orders = new Stack(app, 'Orders');
const functionOf = (stack: Stack, id: string, code: string, environment: Record<string, string>) =>
  new LambdaFunction(stack, id, {
    ...{ functionName: `${stack.stackName}-${id}`, code: Code.fromInline(code), handler: 'index.handler' },
    ...{ runtime: Runtime.NODEJS_22_X, timeout: Duration.seconds(10), environment },
  });
const table = new Table(orders, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
const queue = new Queue(orders, 'Queue', { visibilityTimeout: Duration.minutes(1) });
const save = functionOf(orders, 'Save', SAVE, { TABLE: table.tableName });
save.addEventSource(new SqsEventSource(queue));
table.grantWriteData(save);
new CfnOutput(orders, 'QueueUrl', { value: queue.queueUrl });
new CfnOutput(orders, 'TableName', { value: table.tableName });

const web = new Stack(app, 'Web');
const api = functionOf(web, 'Api', WEB, { QUEUE: queue.queueUrl });
queue.grantSendMessages(api);
const rest = new LambdaRestApi(web, 'Rest', { handler: api });
new CfnOutput(web, 'Endpoint', { value: rest.url });
app.synth();
