import { CfnParameter, type Stack } from 'aws-cdk-lib';

/**
 * Parameter `AllowedOrigin` of a stack: the origin whose pages may read the answers, `*` for any. It is one origin, as
 * the answers of API Gateway itself cannot choose among several. Callers sign in by a header and never by a cookie, so
 * that a page can do no more than its user has signed in for.
 */
export function allowedOrigin(stack: Stack): string {
  return new CfnParameter(stack, 'AllowedOrigin', {
    description: 'Origin of the pages that may read the answers, such as https://example.com; * for any',
    type: 'String',
    default: '*',
    allowedPattern: '^(\\*|https?://[a-z0-9.-]+(:[0-9]+)?)$',
    constraintDescription: 'expected * or an origin such as https://example.com',
  }).valueAsString;
}
