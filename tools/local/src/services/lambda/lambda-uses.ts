import type { EventSourceMappings } from '../../triggers/event-source-mappings.ts';
import type { AsyncInvocations } from './async/async-invocations.ts';
import type { EventInvokeConfigs } from './async/event-invoke-configs.ts';
import type { Functions } from './functions.ts';
import type { InvocationWatch } from './invocation-watch.ts';

/** A permission to invoke a function, given to a service, or to everybody by the URL of the function. */
export type InvokePermission = {
  /** Names it in the function's policy. */
  statementId?: string;
  functionArn: string;
  principal: string;
  sourceArn: string;
  sourceAccount?: string;
  /** Of the two that a function URL needs, the one that this is. */
  urlAction?: 'lambda:InvokeFunction' | 'lambda:InvokeFunctionUrl';
};

/** What Lambda's resource types and other parts may use of it. */
export type LambdaUses = {
  functions: Functions;
  /** Tells of the begin and the end of every invocation. */
  invocations: Pick<InvocationWatch, 'add'>;
  eventInvokeConfigs: Pick<EventInvokeConfigs, 'put'>;
  mappings: Pick<EventSourceMappings, 'addSqs' | 'addStream' | 'list'>;
  /** Keeps an event for its function before it returns. */
  accept: AsyncInvocations['accept'];
  /** Those that the templates gave so far. */
  permissions: InvokePermission[];
};
