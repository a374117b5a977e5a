import { type Account, arnOf } from '../../arn.ts';
import { physicalUuid } from '../../template/physical-name.ts';

/** A resource as it was made. */
export type DeployedResource = { logicalId: string; type: string; physicalId: string };

/** A stack as it was made from its template. */
export type DeployedStack = {
  name: string;
  description: string | undefined;
  /** The template as JSON. */
  template: string;
  /** A secret one as asterisks. */
  parameters: Readonly<Record<string, string>>;
  resources: readonly DeployedResource[];
  outputs: readonly { key: string; value: string; description: string | undefined }[];
};

/** A stack with its id and when it was made, in milliseconds since the epoch. */
export type RunningStack = DeployedStack & { id: string; created: number };

/** The stacks that run, in the order in which they were made. */
export type DeployedStacks = {
  add(stack: DeployedStack): void;
  all(): readonly RunningStack[];
  /** By name or id. */
  find(nameOrId: string): RunningStack | undefined;
  /** The ARN of what a name or an id means, for permissions. */
  arnOf(nameOrId: string): string;
};

export function createDeployedStacks(account: Account): DeployedStacks {
  const stacks = new Map<string, RunningStack>();
  const arnOfName = (name: string, id: string) => arnOf('cloudformation', account, `stack/${name}/${id}`);
  const find = (nameOrId: string) =>
    [...stacks.values()].find(({ name, id }) => name === nameOrId || id === nameOrId);
  return {
    add: (stack) => {
      const id = arnOfName(stack.name, physicalUuid({ stackName: stack.name, logicalId: 'stack' }));
      stacks.set(stack.name, { ...stack, id, created: Date.now() });
    },
    all: () => [...stacks.values()],
    find,
    arnOf: (nameOrId) => find(nameOrId)?.id ?? arnOfName(nameOrId, '*'),
  };
}
