import type { Created } from './resource-type.ts';
import type { StackTemplate } from './template.ts';

/** What a value of one stack is resolved against. */
export type Scope = {
  stack: StackTemplate;
  region: string;
  accountId: string;
  gatewayUrl: string;
  /** Resources created so far, by logical id. */
  created: ReadonlyMap<string, Created>;
  /** What the stacks before export, by name. */
  exports: ReadonlyMap<string, string>;
  /** Named in errors: `<stack>.<logical id>`. */
  where: string;
};
