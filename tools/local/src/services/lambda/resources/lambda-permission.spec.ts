import { expect, it } from '@jest/globals';
import type { InvokePermission } from '../lambda-uses.ts';
import { policyText } from '../operations/function-rules.ts';
import { lambdaPermission } from './lambda-permission.ts';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const place = { region: 'us-east-1', accountId: '000000000000', gatewayUrl: 'http://127.0.0.1:9' };

it('permissions of one function fit into a policy of 20 KB', async () => {
  const permissions: InvokePermission[] = [];
  const give = (logicalId: string, letters: number) =>
    lambdaPermission.create(
      {
        ...{ Action: 'lambda:InvokeFunction', FunctionName: FUNCTION_ARN, Principal: 's3.amazonaws.com' },
        SourceArn: `arn:aws:s3:::${'x'.repeat(letters)}`,
      },
      { stackName: 'Photos', logicalId, place, zipFile: () => '' },
      { permissions },
    );
  await give('First', 10_000);
  const first = policyText(permissions, FUNCTION_ARN).length;
  const other = first - policyText([], FUNCTION_ARN).length + 1 + 'Second'.length - 'First'.length;
  const left = 10_000 + 20_480 - first - other;
  await expect(give('Second', left + 1)).rejects.toThrow(
    `Photos.Second: The final policy size (20481) of ${FUNCTION_ARN} is bigger than the limit (20480)`,
  );
  await give('Second', left);
  expect(policyText(permissions, FUNCTION_ARN)).toHaveLength(20_480);
});
