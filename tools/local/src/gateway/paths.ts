/** Path under which the gateway serves REST APIs: `/_aws/execute-api/<api id>/<stage>/...`. */
export const EXECUTE_API_PATH = '/_aws/execute-api/';

/** Path of a connection of a WebSocket API: API, stage and connection id. No resource of a REST API can have an `@`. */
export const CONNECTIONS_PATH = /^\/_aws\/execute-api\/([^/]+)\/([^/]+)\/(?:@|%40)connections\/([^/]+)$/i;
