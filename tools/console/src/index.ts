export { chatKill, chatKilled, chatState, chatTicket, chatUser } from './api/chat.ts';
export { clockAdvance, type ClockAdvance, type ClockState, clockState } from './api/clock.ts';
export {
  bucketObject,
  type BucketObject,
  bucketPage,
  bucketQuery,
  dataOverview,
  itemChange,
  itemKey,
  itemQuery,
  itemRemoval,
  messageQuery,
  objectQuery,
  queueMessage,
  type QueueMessage,
  queuePage,
  queueQuery,
  redriveAnswer,
  tableItem,
  tablePage,
  type TablePage,
  tableQuery,
} from './api/data.ts';
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
export {
  faultId,
  type FaultState,
  faultState,
  type FaultTargets,
  faultTargets,
  faultTurn,
} from './api/faults.ts';
export { logLines, type LogLines, logQuery } from './api/logs.ts';
export {
  metricPage,
  type MetricPage,
  metricQuery,
  type MetricQuery,
  type MetricSeries,
} from './api/metrics.ts';
export {
  type MapEdge,
  type MapNode,
  mapTraffic,
  type MapTraffic,
  type NodeKind,
  type NodeTraffic,
  stackMap,
  type StackMap,
} from './api/map.ts';
export {
  matchQuery,
  type MatchState,
  matchState,
  type MatchTicket,
  pairQuery,
  type Pairs,
  pairs,
  pairTickets,
  type PairTimeline,
  pairTimeline,
} from './api/matches.ts';
export {
  aroundAnswer,
  aroundQuery,
  boardWish,
  rankingQuery,
  type RankingState,
  rankingState,
  rebuildAnswer,
  repairAnswer,
  verification,
} from './api/ranking.ts';
export { rideGranted, type RidesState, ridesState, rideWish } from './api/rides.ts';
export {
  invocationDetail,
  type InvocationDetail,
  invocationList,
  type InvocationList,
  invocationPath,
  invocationQuery,
  replayedEvent,
  type Sample,
  sampleList,
  type SampleList,
  sendAnswer,
  type SendAnswer,
  sentEvent,
} from './api/send.ts';
export { type StackState, stackState } from './api/stack.ts';
export {
  type TraceDetail,
  traceDetail,
  type TraceFlag,
  traceFlag,
  type TracePage,
  tracePage,
  traceQuery,
  type TraceQuery,
  type TraceSpan,
  traceSpan,
  type TraceStatus,
  traceStatus,
  type TraceSummary,
} from './api/traces.ts';
export {
  executionDetail,
  type ExecutionDetail,
  executionPage,
  type ExecutionPage,
  executionPath,
  executionQuery,
  type ExecutionSummary,
  newExecution,
  startedExecution,
  stateMachines,
  type StateRun,
} from './api/workflows.ts';
