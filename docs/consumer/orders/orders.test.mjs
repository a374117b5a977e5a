import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStack } from '@hanok/local';

let stack;
before(
  async () => void (stack = await startStack({ assembly: 'cdk.out', only: ['Orders', 'Web'], port: 0 })),
);
after(() => stack.stop());

test('an order is saved once the stack is idle', async () => {
  assert.equal((await fetch(`${stack.outputs.Web.Endpoint}orders`)).status, 202);
  await stack.idle();
  const writes = stack.calls().filter(({ operation }) => operation === 'PutItem');
  assert.deepEqual(
    writes.map(({ caller, status }) => ({ caller, status })),
    [{ caller: 'Orders-Save', status: 200 }],
  );
});
