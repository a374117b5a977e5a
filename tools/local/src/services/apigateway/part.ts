import { nothingToDispose, part } from '../../stack/part.ts';
import { cognito } from '../cognito/part.ts';
import { triggeredBy } from '../lambda/invocation-watch.ts';
import { lambda } from '../lambda/part.ts';
import { logs } from '../logs/part.ts';
import { websocket } from '../websocket/part.ts';
import { metrics } from '../metrics/part.ts';
import { apiGatewayService } from './api-gateway-service.ts';
import { createAccessLogs } from './access-log.ts';
import { addRestApis, createRestApiParts } from './resources/rest-api-parts.ts';
import { restApi, restDeployment, restResource } from './resources/rest-api.ts';
import { restAuthorizer } from './resources/rest-authorizer.ts';
import { restGatewayResponse } from './resources/rest-gateway-response.ts';
import { restMethod } from './resources/rest-method.ts';
import { restStage } from './resources/rest-stage.ts';
import { restModel, restRequestValidator } from './resources/rest-validation.ts';
import { createRestApis } from './rest-apis.ts';

/** API Gateway: REST APIs whose methods run functions; its own API is served to read. */
export const apigateway = part({
  name: 'apigateway',
  resources: [
    restApi,
    restAuthorizer,
    restDeployment,
    restGatewayResponse,
    restMethod,
    restModel,
    restRequestValidator,
    restResource,
    restStage,
  ],
  ignored: {
    'AWS::ApiGateway::Account': {
      reason: 'the stack writes its access logs itself',
      idPrefix: 'account',
    },
  },
  needs: { cognito, lambda, logs, metrics, websocket },
  open: async ({ region, accountId, gatewayUrl }, needs) => {
    const { functions, permissions } = needs.lambda;
    const accessLogs = createAccessLogs(needs.logs);
    const apis = createRestApis({
      accountId,
      baseUrl: gatewayUrl,
      invoker: triggeredBy(functions, { kind: 'rest-api' }),
      tokenAuthorizer: needs.cognito.tokenAuthorizer,
      accessLog: accessLogs.write,
      metrics: needs.metrics,
    });
    const parts = createRestApiParts();
    return {
      uses: parts,
      service: apiGatewayService({
        ...{ region, accountId, all: apis.all },
        sockets: needs.websocket.described,
      }),
      site: apis.site,
      finishTemplate: () =>
        addRestApis({
          ...{ account: { region, accountId }, parts, permissions },
          add: (api, formats) => {
            apis.add(api);
            accessLogs.add(api, formats);
          },
        }),
      ...nothingToDispose,
    };
  },
});
