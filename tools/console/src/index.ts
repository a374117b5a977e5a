export {
  type DeniedCall,
  type DeniedCalls,
  deniedCalls,
  deniedQuery,
  type PermissionAnswer,
  permissionAnswer,
  type PermissionQuestion,
  permissionQuestion,
  type Verdict,
} from './api/denied.ts';
export { logLines, type LogLines, logQuery } from './api/logs.ts';
export { type StackState, stackState } from './api/stack.ts';
