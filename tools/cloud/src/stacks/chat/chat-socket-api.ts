import { Stack } from 'aws-cdk-lib';
import { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import { acknowledge } from '../../constructs/acknowledge.ts';
import { limitConcurrency } from '../../constructs/api-concurrency.ts';
import type { HanokFunction } from '../../constructs/hanok-function.ts';
import { HanokSocketApi } from '../../constructs/hanok-socket-api.ts';

type ChatSocketApiProps = {
  authorize: HanokFunction;
  connect: HanokFunction;
  disconnect: HanokFunction;
  /** The functions of the routes for messages, by route key. */
  routes: Readonly<Record<string, HanokFunction>>;
};

/** The WebSocket API: the field `action` of a message names its route, and every route answers its sender. */
export class ChatSocketApi extends HanokSocketApi {
  constructor(scope: Construct, id: string, props: ChatSocketApiProps) {
    const { authorize, connect, disconnect, routes } = props;
    super(scope, id, {
      name: 'Chat',
      routeSelectionExpression: '$request.body.action',
      connectRouteOptions: {
        // Every request has the header: a client shows a ticket in the query or a token in another header.
        authorizer: new WebSocketLambdaAuthorizer('Authorizer', authorize.function, {
          identitySource: ['route.request.header.Host'],
        }),
        integration: integration('Connect', connect),
      },
      disconnectRouteOptions: { integration: integration('Disconnect', disconnect) },
      throttling: {
        $connect: { rateLimit: 100, burstLimit: 200 },
        typing: { rateLimit: 200, burstLimit: 400 },
      },
      openRoutes: 'Only $connect can have an authorizer; what it says of the caller is in all later events.',
    });
    for (const [key, fn] of Object.entries(routes))
      this.api.addRoute(key, { integration: integration(key, fn), returnResponse: true });
    for (const { function: fn } of [authorize, connect, disconnect, ...Object.values(routes)])
      limitConcurrency(fn);
  }

  /** Lets a function post to the connections of this API, and do nothing else with them. */
  allowPosts(sender: HanokFunction): void {
    const resource = Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: `${this.stage.stageName}/POST/@connections/*`,
    });
    sender.allow(['execute-api:ManageConnections'], resource);
    const { defaultChild } = this.api.node;
    if (!(defaultChild instanceof CfnApi)) return;
    const id = Stack.of(this).getLogicalId(defaultChild);
    const connections = `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${id}>/prod/POST/@connections/*`;
    acknowledge(sender.role, {
      [`AwsSolutions-IAM5[Resource::${connections}]`]:
        'Connections come and go: the API is what a policy can name.',
    });
  }
}

function integration(name: string, { function: fn }: HanokFunction): WebSocketLambdaIntegration {
  return new WebSocketLambdaIntegration(`${name}Integration`, fn);
}
