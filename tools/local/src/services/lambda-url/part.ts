import { nameInArn } from '../../arn.ts';
import { nothingToDispose, part } from '../../stack/part.ts';
import { triggeredBy } from '../lambda/invocation-watch.ts';
import { lambda } from '../lambda/part.ts';
import { createFunctionUrls, functionUrl } from './function-urls.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
const URL_ACTIONS = ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'];

/** URLs of functions, open to all. */
export const lambdaUrl = part({
  name: 'lambda-url',
  resources: [functionUrl],
  needs: { lambda },
  open: async ({ gatewayUrl }, needs) => {
    const { functions, permissions } = needs.lambda;
    const urls = createFunctionUrls({
      invoker: triggeredBy(functions, { kind: 'function-url' }),
      gatewayUrl,
    });
    return {
      uses: urls,
      site: urls.site,
      finishTemplate: () =>
        urls.check((name) => {
          const own = permissions.filter(({ functionArn }) => nameInArn(functionArn) === name);
          return URL_ACTIONS.every((action) => own.some(({ urlAction }) => urlAction === action));
        }),
      ...nothingToDispose,
    };
  },
});
