import { InvokeCommand } from '@aws-sdk/client-lambda';
import { copyAssembly, replaceCode, resourceWith } from '../stack/assembly-copy.fixture.ts';
import { startGomoku } from '../stack/gomoku-stack.fixture.ts';
import { startBrowser } from './console-page.fixture.ts';

/** Logs each line that it is given, and calls what it is told to in the name of its role. */
const SAYS = `exports.handler = async ({ lines = [], scan }) => {
  for (const line of lines) process.stdout.write(line + '\\n');
  if (scan === undefined) return;
  const scope = process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/dynamodb/aws4_request';
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0',
      'x-amz-target': 'DynamoDB_20120810.Scan',
      'content-type': 'application/x-amz-json-1.0',
    },
    body: JSON.stringify({ TableName: scan }),
  });
  return { status: response.status };
};`;

/** The function that says and calls what a spec wants, in place of the one of that name. */
export const TALKER = 'game-rank-reader';

/** The stack Gomoku, in which one function says what it is told to, and a browser for its page. `change` may add to it. */
export async function startPageStack(change: Parameters<typeof copyAssembly>[0] = () => undefined) {
  const copy = copyAssembly((resources, made) => {
    replaceCode(made, resourceWith(resources, 'AWS::Lambda::Function', `"${TALKER}"`), SAYS);
    change(resources, made);
  });
  const [stack, browser] = await Promise.all([startGomoku(copy.folder), startBrowser()]);
  return {
    ...stack,
    browser,
    open: (path: string, options: Parameters<typeof browser.open>[2] = {}) =>
      browser.open(stack.url, path, options),
    /** Lets the function log lines, and scan a table that its role does not allow. */
    say: (wish: { lines?: readonly string[]; scan?: string }) =>
      stack.clients.lambda.send(new InvokeCommand({ FunctionName: TALKER, Payload: JSON.stringify(wish) })),
    /** What the API of the console answers. */
    api: async (path: string): Promise<unknown> => (await fetch(`${stack.url}/_hanok${path}`)).json(),
    stop: async () => {
      await browser.stop();
      await stack.stop();
      copy.remove();
    },
  };
}

export type PageStack = Awaited<ReturnType<typeof startPageStack>>;

/** What must be shown as text wherever it stands: names, keys, messages, lines of logs. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "'-alert(1)-'",
  '<svg/onload=alert(1)>',
  '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  '<a href="javascript:alert(1)">javascript:alert(1)</a>',
  '</pre></td></main><iframe src="data:text/html,<script>alert(1)</script>"></iframe>',
  '<style>*{display:none}</style><meta http-equiv=refresh content=0;url=//evil.example>',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":1}}',
  '{{constructor.constructor("alert(1)")()}} ${alert(1)} #{7*7}',
  '&lt;script&gt;alert(1)&lt;/script&gt; &amp; %3Cscript%3E',
  '가나다 \u202eevil\u202c \u0000\u0007 👩‍👩‍👧',
];
