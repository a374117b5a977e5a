import { httpEvent, parseInput, type RestResponse } from '@hanok/events';
import { InvalidEventError } from '../errors.ts';
import type { LambdaContext } from '../invocation.ts';
import { httpRequest } from './http-request.ts';
import { answerRequest, type ApiOptions } from './rest.ts';

/**
 * A Lambda handler for an HTTP API (payload version 2.0) or a function URL, with the routes of `rest` and its answers.
 * A request belongs to the route that the API names; where it names none, as a function URL never does, to the one
 * whose resource the path fits. Claims are those of a JWT authorizer, else what a Lambda or an IAM authorizer says.
 */
export function http(options: ApiOptions): (event: unknown, context: LambdaContext) => Promise<RestResponse> {
  return answerRequest(options, (event) => {
    const parsed = parseInput(httpEvent, event);
    if (!parsed.ok) throw new InvalidEventError(`Not an event of an HTTP API: ${parsed.reason}`);
    return httpRequest(parsed.value, options.routes);
  });
}
