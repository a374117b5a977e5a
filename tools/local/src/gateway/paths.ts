/** Path under which the gateway serves REST APIs: `/_aws/execute-api/<api id>/<stage>/...`. */
export const EXECUTE_API_PATH = '/_aws/execute-api/';
