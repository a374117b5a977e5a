import * as z from 'zod';
import { QueueError } from '../queue-error.ts';
import type { WireProtocol } from './wire-protocol.ts';

const TYPE = { 'content-type': 'application/x-amz-json-1.0' };
const PREFIX = 'AmazonSQS.';
const object = z.record(z.string(), z.unknown());

/** AWS JSON 1.0 with query-compatible errors: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const jsonProtocol: WireProtocol = {
  operation: ({ headers }) => {
    const target = z.string().parse(headers['x-amz-target']);
    return target.startsWith(PREFIX) ? target.slice(PREFIX.length) : undefined;
  },
  input: ({ body }) => {
    try {
      return object.parse(JSON.parse(body.toString() || '{}'));
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
      throw new QueueError('SerializationException', 'The request body must be a JSON object.');
    }
  },
  answer: ({ id }, _operation, output) => ({
    status: 200,
    headers: { ...TYPE, 'x-amzn-requestid': id },
    body: JSON.stringify(output),
  }),
  error: ({ id }, { type, queryCode, message, jsonStatus, senderFault }) => ({
    status: jsonStatus,
    headers: {
      ...TYPE,
      'x-amzn-requestid': id,
      'x-amzn-query-error': `${queryCode};${senderFault ? 'Sender' : 'Receiver'}`,
    },
    body: JSON.stringify({ __type: type, message }),
  }),
};
