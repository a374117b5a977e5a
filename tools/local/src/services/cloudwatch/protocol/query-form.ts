import { queryInput } from '../../../gateway/query-input.ts';

/** Members of CloudWatch's inputs that are no text; `Value` is a number where it is not that of a name. */
const NUMBERS = new Set([
  ...['Value', 'Values', 'Counts', 'SampleCount', 'Sum', 'Minimum', 'Maximum', 'StorageResolution'],
  ...['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'MaxRecords', 'MaxDatapoints'],
]);
const BOOLEANS = new Set(['ReturnData', 'ActionsEnabled']);
const TIMES = new Set(['Timestamp', 'StartTime', 'EndTime', 'StartDate', 'EndDate']);
/** Clients send a list without items as an empty text. */
const LISTS = new Set([
  ...['Dimensions', 'Statistics', 'ExtendedStatistics', 'MetricData', 'Metrics', 'Tags', 'AlarmNames'],
  ...['AlarmActions', 'OKActions', 'InsufficientDataActions', 'AlarmTypes', 'DashboardNames'],
]);

/** The input of the query protocol as the same is in JSON, where it tells text, numbers and times apart. */
export function formInput(form: URLSearchParams): unknown {
  return typed(queryInput(form));
}

function typed(value: unknown, name = '', isNamed = false): unknown {
  if (Array.isArray(value)) return value.map((item) => typed(item, name, isNamed));
  if (typeof value === 'object' && value !== null) {
    const named = 'Name' in value || 'Key' in value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, typed(child, key, named)]));
  }
  return typeof value === 'string' ? typedText(value, name, isNamed) : value;
}

/** What is no number, no time and so on stays text, which the operation refuses. */
function typedText(text: string, name: string, isNamed: boolean): unknown {
  if (text === '') return LISTS.has(name) ? [] : text;
  if (BOOLEANS.has(name)) return text === 'true' || text === 'false' ? text === 'true' : text;
  const isNumber = NUMBERS.has(name) && !(name === 'Value' && isNamed);
  const number = isNumber ? Number(text) : TIMES.has(name) ? Date.parse(text) / 1000 : NaN;
  return Number.isNaN(number) ? text : number;
}

/** An output as XML has it: its times in ISO 8601, the only map of CloudWatch's outputs as a Map. */
export function formOutput(value: unknown, isTime: (member: string) => boolean, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => formOutput(item, isTime, name));
  if (typeof value === 'number' && isTime(name)) return new Date(value * 1000).toISOString();
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, child]) => [key, formOutput(child, isTime, key)] as const);
  return name === 'ExtendedStatistics' && members.some(([, child]) => typeof child === 'number')
    ? new Map(members)
    : Object.fromEntries(members);
}
