import {
  deniedCalls,
  deniedQuery,
  permissionAnswer,
  permissionQuestion,
  permissionReport,
  permissionsQuery,
} from '@hanok/console';
import type { FunctionPermissions } from '../services/iam/permission-report.ts';
import { consoleOperation, type ConsoleResource } from './console-operation.ts';
import type { DeniedCallList } from './denied-calls.ts';

type Context = { denied: DeniedCallList; permissions: () => readonly FunctionPermissions[] };

/** Calls that IAM denied, and why; `denied` among the changes tells of a new one. */
export const deniedResource: ConsoleResource<Context> = [
  consoleOperation({
    method: 'GET',
    path: '/denied',
    summary:
      'The last calls that the policies of a role did not allow, each with the statement that is missing.',
    input: deniedQuery,
    answer: deniedCalls,
    run: ({ denied }: Context, { text }) => denied.list(text),
  }),
  consoleOperation({
    method: 'POST',
    path: '/denied/check',
    summary: 'Whether the role of a function allows an action on a resource, by its own policies.',
    input: deniedQuery.omit({ text: true }),
    body: permissionQuestion,
    answer: permissionAnswer,
    run: ({ denied }: Context, _input, question) => denied.check(question),
  }),
  consoleOperation({
    method: 'GET',
    path: '/permissions',
    summary: 'What the policies of functions grant, how often calls used it, and what was denied.',
    input: permissionsQuery,
    answer: permissionReport,
    run: ({ permissions }: Context, { functionName }) => ({
      functions: permissions().filter((each) => (functionName ?? each.functionName) === each.functionName),
    }),
  }),
];
