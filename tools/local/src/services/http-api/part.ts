import { nothingToDispose, part } from '../../stack/part.ts';
import { triggeredBy } from '../lambda/invocation-watch.ts';
import { lambda } from '../lambda/part.ts';
import { websocket } from '../websocket/part.ts';
import { addHttpApis } from './add-http-apis.ts';
import { createHttpApis } from './http-apis.ts';

/** HTTP APIs, whose routes run functions. Their resource types are those of WebSocket APIs too, whose part has them. */
export const httpApi = part({
  name: 'http-api',
  resources: [],
  needs: { lambda, websocket },
  open: async (account, needs) => {
    const { functions, permissions } = needs.lambda;
    const apis = createHttpApis({ account, invoker: triggeredBy(functions, { kind: 'http-api' }) });
    return {
      uses: {},
      site: apis.site,
      finishTemplate: () => addHttpApis({ account, parts: needs.websocket, permissions, add: apis.add }),
      ...nothingToDispose,
    };
  },
});
