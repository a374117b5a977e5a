import { Aws, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, AlarmStatusWidget, Dashboard, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { IConstruct } from 'constructs';
import { FULL_WIDTH, graphsOf } from './dashboard-graphs.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { HanokFunction } from './hanok-function.ts';

/**
 * The dashboard of a stack, `<stack>-<region>`, with the graphs of everything that the stack has when this is called:
 * call it last. `addWidgets` of the answer adds a row. The name has the region as the dashboards of all regions of an
 * account are one list.
 */
export function createDashboard(stack: Stack): Dashboard {
  const dashboard = new Dashboard(stack, 'Dashboard', {
    dashboardName: `${stack.stackName}-${Aws.REGION}`,
  });
  for (const row of rowsOf(stack.node.findAll())) dashboard.addWidgets(...row);
  return dashboard;
}

/** The rows: the alarms, then how it is entered, what runs, what waits, and what is kept. */
function rowsOf(constructs: readonly IConstruct[]): IWidget[][] {
  const all = <Kind extends IConstruct>(kind: abstract new (...args: never[]) => Kind): Kind[] =>
    constructs.filter((each): each is Kind => each instanceof kind);
  const deadLetters = all(DeadLetterQueue);
  const queues = all(Queue).filter((queue) => !(queue instanceof DeadLetterQueue));
  return [
    [new AlarmStatusWidget({ title: 'Alarms', alarms: all(Alarm), width: FULL_WIDTH })],
    ...all(RestApi).map(graphsOf.restApi),
    ...all(WebSocketStage).map(graphsOf.webSocket),
    ...all(StateMachine).map(graphsOf.stateMachine),
    ...all(HanokFunction).map(graphsOf.function),
    ...queues.map(graphsOf.queue),
    ...ifAny(deadLetters, graphsOf.deadLetters),
    ...ifAny(all(Table), graphsOf.tables),
    ...ifAny(all(Topic), graphsOf.topics),
  ];
}

function ifAny<Item>(items: readonly Item[], row: (items: readonly Item[]) => IWidget[]): IWidget[][] {
  return items.length > 0 ? [row(items)] : [];
}
