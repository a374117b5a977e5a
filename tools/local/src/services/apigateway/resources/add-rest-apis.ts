import { matchesArn } from '../../iam/arn-pattern.ts';
import type { ResourcePorts } from '../../../resources/resource-ports.ts';
import type { RestApiParts } from './rest-api-parts.ts';

/**
 * Adds the REST APIs of one template, once all its resources are made. Throws when a method's function may not be
 * invoked by API Gateway, which on AWS would answer 500 to every request.
 */
export function addRestApis(ports: ResourcePorts): void {
  const { apis, methods, stages, gatewayResponses } = ports.apiParts;
  for (const { id, ...api } of apis) {
    const ofApi = <Part extends { apiId: string }>(parts: Part[]) =>
      parts.filter(({ apiId }) => apiId === id);
    const own = { methods: ofApi(methods), stages: ofApi(stages) };
    for (const method of own.methods) checkPermission(method, own.stages, ports);
    const routes = own.methods.map(({ route }) => route);
    const accessLogs = own.stages.flatMap(({ stage, accessLog }) =>
      accessLog ? [[stage.name, accessLog]] : [],
    );
    const restApi = {
      id,
      ...api,
      routes,
      stages: own.stages.map(({ stage }) => stage),
      gatewayResponses: ofApi(gatewayResponses).map(({ response }) => response),
    };
    ports.restApis.add(restApi, Object.fromEntries(accessLogs));
  }
}

type Method = RestApiParts['methods'][number];

function checkPermission(method: Method, stages: RestApiParts['stages'], ports: ResourcePorts): void {
  const { apiId, route, functionArn } = method;
  for (const { stage } of stages) {
    const path = `${apiId}/${stage.name}/${route.httpMethod}${route.resourcePath.replace(/\{[^}]*\}/g, '*')}`;
    const sourceArn = `arn:aws:execute-api:${ports.region}:${ports.accountId}:${path}`;
    const allowed = ports.apiParts.permissions.some(
      (permission) =>
        permission.principal === 'apigateway.amazonaws.com' &&
        permission.functionArn === functionArn &&
        matchesArn(permission.sourceArn, sourceArn),
    );
    if (!allowed) {
      const request = `${route.httpMethod} ${route.resourcePath} of stage ${stage.name}`;
      throw new Error(`${request}: no permission lets API Gateway invoke ${route.integration.functionName}`);
    }
  }
}
