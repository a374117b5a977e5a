import * as z from 'zod';
import { nameInArn } from '../../arn.ts';
import type { HttpAnswer, Site } from '../../gateway/route-request.ts';
import type { GatewayRequest } from '../../gateway/service.ts';
import { physicalId } from '../../template/physical-name.ts';
import { resourceType } from '../../template/resource-type.ts';
import { bodyWithin } from '../apigateway/checks/admit-request.ts';
import { TooManyRequestsError } from '../lambda/errors.ts';
import type { Invoker } from '../lambda/function-config.ts';
import { FAILED, urlAnswer } from './url-answer.ts';
import { urlEvent } from './url-event.ts';

/** Path under which the gateway serves function URLs: `/_aws/lambda-url/<url id>/...`. */
const LAMBDA_URL_PATH = '/_aws/lambda-url/';

/** The function URLs of the stack. */
type FunctionUrls = {
  /** Serves a function from now on, and answers its URL, which ends in a slash. */
  add(id: string, functionName: string): string;
  /** Throws when a function has a URL and no permission that lets everybody invoke it, as AWS then refuses every request. */
  check(isOpen: (functionName: string) => boolean): void;
  site: Site;
};

export function createFunctionUrls(options: { invoker: Invoker; gatewayUrl: string }): FunctionUrls {
  const { invoker, gatewayUrl } = options;
  const functions = new Map<string, string>();
  return {
    add: (id, functionName) => {
      functions.set(id, functionName);
      return `${gatewayUrl}${LAMBDA_URL_PATH}${id}/`;
    },
    check: (isOpen) => {
      for (const name of functions.values())
        if (!isOpen(name)) throw new Error(`no permission lets the URL of ${name} invoke it`);
    },
    site: {
      owns: ({ url }) => url.pathname.startsWith(LAMBDA_URL_PATH),
      serve: async (request) => {
        const { id, path } = placeOf(request);
        const functionName = functions.get(id);
        if (functionName === undefined) return FORBIDDEN;
        const body = await bodyWithin(request, MOST_BYTES);
        if (body === undefined) return TOO_LARGE;
        const event = urlEvent({ ...request, body }, { id, path, now: Date.now() });
        return invoke(invoker, functionName, event);
      },
    },
  };
}

const FORBIDDEN: HttpAnswer = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
  body: '{"Message":"Forbidden"}',
};
const THROTTLED: HttpAnswer = {
  status: 429,
  headers: { 'content-type': 'application/json' },
  body: '{"Message":"Rate Exceeded."}',
};

/** Most bytes of a request. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MOST_BYTES = 6 * 1024 * 1024;
const TOO_LARGE: HttpAnswer = {
  status: 413,
  headers: { 'content-type': 'application/json' },
  body: '{"Message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"}',
};

/** The path is what was sent, doubled slashes and all. */
function placeOf({ target, url }: GatewayRequest): { id: string; path: string } {
  const [pathname = ''] = (target ?? url.pathname).split('?');
  const below = pathname.startsWith(LAMBDA_URL_PATH) ? pathname.slice(LAMBDA_URL_PATH.length) : '';
  const end = below.indexOf('/');
  return end === -1 ? { id: below, path: '/' } : { id: below.slice(0, end), path: below.slice(end) };
}

async function invoke(invoker: Invoker, functionName: string, event: object): Promise<HttpAnswer> {
  try {
    const { error, payload } = await invoker.invoke(functionName, JSON.stringify(event));
    return error === undefined ? urlAnswer(payload) : FAILED;
  } catch (error) {
    return error instanceof TooManyRequestsError ? THROTTLED : FAILED;
  }
}

const properties = z.strictObject({
  TargetFunctionArn: z.string(),
  AuthType: z.literal('NONE', 'must be NONE: the local stack does not support AWS_IAM here'),
  InvokeMode: z.literal('BUFFERED', 'must be BUFFERED: the local stack does not stream answers').optional(),
});

/** AWS::Lambda::Url: served at the gateway, below `/_aws/lambda-url/<id>/`. `Ref` is the ARN of its function. */
export const functionUrl = resourceType({
  type: 'AWS::Lambda::Url',
  properties,
  async create({ TargetFunctionArn }, resource, urls: Pick<FunctionUrls, 'add'>) {
    const id = physicalId(resource, 32);
    const FunctionUrl = urls.add(id, nameInArn(TargetFunctionArn));
    return { ref: TargetFunctionArn, attributes: { FunctionArn: TargetFunctionArn, FunctionUrl } };
  },
});
