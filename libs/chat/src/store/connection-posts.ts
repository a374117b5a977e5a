import {
  type ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { PostToConnection } from '@hanok/lambda';

/** Posts to connections of one API; the client's endpoint is that of its stage. */
export function createConnectionPosts(client: ApiGatewayManagementApiClient): PostToConnection {
  return (ConnectionId, Data, abortSignal) =>
    client.send(new PostToConnectionCommand({ ConnectionId, Data }), { abortSignal });
}
