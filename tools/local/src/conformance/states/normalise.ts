/** Keys whose values no two runs share. */
const VARYING = new Set(['stackTrace', 'requestId', 'timestamp', 'RequestId']);
const VARYING_HEADERS = new Set(['Content-Length', 'Date', 'X-Amzn-Trace-Id', 'x-amzn-RequestId']);
/** Fields that hold JSON as text; the recording has some of them as values. */
const TEXTS_OF_JSON = new Set(['input', 'output', 'parameters', 'cause', 'Cause']);

const PLACEHOLDERS: readonly [RegExp, string][] = [
  [/^(<timestamp>|timestamp|date|datetime|<?(start|entered)-time>?)$/, '<time>'],
  [/<timestamp>/g, '<time>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?/g, '<time>'],
  [/[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g, '<id>'],
  [/<uuid:\d+>|<request[_-]id>/g, '<id>'],
  [/arn:[^:\s]+:(\w+):[^:\s]*:[^:\s]*:/g, 'arn:$1:'],
  [/:express:[^"]*/g, ':express:<execution>'],
  [/^(snf|sfn)_role_arn$|^arn:iam:.*$/g, '<role>'],
  [/conformancemachine/g, '<ArnPart_0idx>'],
  [/conformanceexecution\d+|<SyncExecArn_Part1_0idx>/g, '<ExecArnPart_0idx>'],
  [/py_[a-z\d_]+|<?lambda_function(_\d)?_name>?/g, '<function>'],
  [/found in the input '.*'$/s, "found in the input '<json>'"],
  [/^us-east-1$/, '<region>'],
  [/"requestId":\s*"?[^",}]*"?/g, '"requestId":"<id>"'],
];

/**
 * A value with placeholders for what no two runs share: times, ids, ARNs' accounts and regions, names of machines,
 * executions, roles and functions. Stack traces and request ids are left out; text that holds JSON becomes its value.
 */
export function normalised(value: unknown, key = ''): unknown {
  if (VARYING_HEADERS.has(key)) return '<varies>';
  if (typeof value === 'string') return textOf(value, key);
  if (Array.isArray(value)) return value.map((each) => normalised(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !VARYING.has(name))
      .map(([name, each]) => [name, normalised(each, name)]),
  );
}

function textOf(text: string, key: string): unknown {
  const placed = PLACEHOLDERS.reduce((so, [pattern, place]) => so.replace(pattern, place), text);
  if (!TEXTS_OF_JSON.has(key) && !/^[[{]/.test(placed)) return placed;
  try {
    return normalised(JSON.parse(placed));
  } catch {
    return placed;
  }
}

/** The same value, where the recording withholds none: `<time>` stands for any text. */
export function matches(recorded: unknown, ours: unknown): boolean {
  if (recorded === '<time>') return typeof ours === 'string';
  if (typeof recorded !== 'object' || recorded === null) return recorded === ours;
  if (typeof ours !== 'object' || ours === null || Array.isArray(recorded) !== Array.isArray(ours))
    return false;
  const [theirs, mine] = [Object.entries(recorded), new Map(Object.entries(ours))];
  return (
    theirs.length === mine.size &&
    theirs.every(([name, value]) => mine.has(name) && matches(value, mine.get(name)))
  );
}
