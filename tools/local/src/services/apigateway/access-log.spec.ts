import { expect, it } from '@jest/globals';
import { formatAccessLog } from './access-log.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
it('writes an access log line in the format of the stage', () => {
  const context = {
    requestId: 'r-1',
    status: '200',
    'identity.sourceIp': '127.0.0.1',
    'identity.userAgent': 'a"\n\\b',
  };
  const format =
    '{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","user":"$context.identity.user","agent":"$context.identity.userAgent","status":"$context.status"}';
  expect(JSON.parse(formatAccessLog(format, { apiId: 'x', stage: 'prod', context }))).toEqual({
    requestId: 'r-1',
    ip: '127.0.0.1',
    user: '-',
    agent: 'ab',
    status: '200',
  });
});
