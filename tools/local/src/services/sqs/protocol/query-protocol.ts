import type { GatewayRequest } from '../../../gateway/service.ts';
import { queryInput } from './query-input.ts';
import { element, escapeXml, queryOutput } from './query-output.ts';
import { INPUTS, OUTPUTS } from './query-shapes.ts';
import type { WireProtocol } from './wire-protocol.ts';

const NAMESPACE = 'xmlns="http://queue.amazonaws.com/doc/2012-11-05/"';

/**
 * The older form-encoded protocol with XML answers, version 2012-11-05. A request sent to the queue's own path
 * may leave out QueueUrl.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html
 */
export const queryProtocol: WireProtocol = {
  operation: (request) => paramsOf(request).get('Action') ?? undefined,
  input: (request) => {
    const params = paramsOf(request);
    const fields = INPUTS[params.get('Action') ?? ''] ?? {};
    const addressed = 'QueueUrl' in fields && request.url.pathname !== '/';
    return {
      ...(addressed && { QueueUrl: request.url.href.split('?')[0] }),
      ...queryInput(params, fields),
    };
  },
  answer: ({ id }, operation, output) => {
    const fields = OUTPUTS[operation];
    const result = fields === undefined ? '' : element(`${operation}Result`, queryOutput(output, fields));
    const metadata = element('ResponseMetadata', element('RequestId', escapeXml(id)));
    return xml(200, id, `${operation}Response`, result, metadata);
  },
  error: ({ id }, { queryCode, message, status, senderFault }) => {
    const parts = [
      element('Type', senderFault ? 'Sender' : 'Receiver'),
      element('Code', escapeXml(queryCode)),
      element('Message', escapeXml(message)),
      '<Detail/>',
    ];
    const requestId = element('RequestId', escapeXml(id));
    return xml(status, id, 'ErrorResponse', element('Error', ...parts), requestId);
  },
};

function paramsOf({ url, body, headers }: GatewayRequest): URLSearchParams {
  const form = (headers['content-type'] ?? '').includes('application/x-www-form-urlencoded');
  return form ? new URLSearchParams(body.toString()) : url.searchParams;
}

function xml(status: number, id: string, root: string, ...children: string[]) {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': id },
    body: `<?xml version="1.0"?><${root} ${NAMESPACE}>${children.join('')}</${root}>`,
  };
}
