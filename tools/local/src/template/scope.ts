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
  /** Named in errors: `<stack>.<logical id>`. */
  where: string;
};
