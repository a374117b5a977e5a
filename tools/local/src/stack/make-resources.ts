import { creationOrder } from '../template/order.ts';
import type { TemplateResource } from '../template/template.ts';

/**
 * Makes resources side by side as CloudFormation does, each once those that it refers to or depends on are made, and
 * answers them in their order of creation. They are begun in that order too, one after another, so that what is noted
 * at once does not depend on which was ready first. When one cannot be made, those that need it are not, and the first
 * error in that order is thrown once nothing is being made any more.
 */
export async function makeResources<Made>(
  stackName: string,
  resources: Readonly<Record<string, TemplateResource>>,
  make: (logicalId: string) => Promise<Made>,
): Promise<Map<string, Made>> {
  const making = new Map<string, Promise<Made>>();
  let begun: Promise<unknown> = Promise.resolve();
  for (const [logicalId, needed] of creationOrder(stackName, resources)) {
    const begins = Promise.all([begun, ...needed.map((id) => making.get(id))]).then(() => ({
      made: make(logicalId),
    }));
    making.set(
      logicalId,
      begins.then(({ made }) => made),
    );
    begun = Promise.allSettled([begun, begins]);
  }
  const failed = (await Promise.allSettled(making.values())).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return new Map(
    await Promise.all([...making].map(async ([logicalId, made]) => [logicalId, await made] as const)),
  );
}
