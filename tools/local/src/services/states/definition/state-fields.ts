const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const ONWARD = ['Next', 'End', 'Assign'];
const PATHS = ['InputPath', 'OutputPath'];
const ATTEMPTS = ['Retry', 'Catch'];
const RESULT = ['ResultPath', 'ResultSelector'];

type Fields = Readonly<Record<'both' | 'path' | 'jsonata', readonly string[]>>;

/** The fields of each type of state: in both query languages, in JSONPath alone, in JSONata alone. */
const FIELDS: Readonly<Record<string, Fields>> = {
  Task: {
    both: [...ONWARD, ...ATTEMPTS, 'Resource', 'TimeoutSeconds', 'HeartbeatSeconds'],
    path: [...PATHS, ...RESULT, 'Parameters', 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
    jsonata: ['Arguments', 'Output'],
  },
  Pass: {
    both: ONWARD,
    path: [...PATHS, 'ResultPath', 'Parameters', 'Result'],
    jsonata: ['Output'],
  },
  Choice: { both: ['Choices', 'Default', 'Assign'], path: PATHS, jsonata: ['Output'] },
  Wait: {
    both: [...ONWARD, 'Seconds', 'Timestamp'],
    path: [...PATHS, 'SecondsPath', 'TimestampPath'],
    jsonata: ['Output'],
  },
  Succeed: { both: [], path: PATHS, jsonata: ['Output'] },
  Fail: { both: ['Error', 'Cause'], path: ['ErrorPath', 'CausePath'], jsonata: [] },
  Parallel: {
    both: [...ONWARD, ...ATTEMPTS, 'Branches'],
    path: [...PATHS, ...RESULT, 'Parameters'],
    jsonata: ['Arguments', 'Output'],
  },
  Map: {
    both: [...ONWARD, ...ATTEMPTS, 'ItemProcessor', 'Iterator', 'ItemSelector', 'MaxConcurrency'],
    path: [...PATHS, ...RESULT, 'ItemsPath', 'MaxConcurrencyPath', 'Parameters'],
    jsonata: ['Items', 'Output'],
  },
};

/** What the language has and the local stack does not run. */
const REFUSED = new Map([
  ['ItemReader', 'the distributed Map'],
  ['ItemBatcher', 'the distributed Map'],
  ['ResultWriter', 'the distributed Map'],
  ['Label', 'the distributed Map'],
  ['ToleratedFailureCount', 'the distributed Map'],
  ['ToleratedFailureCountPath', 'the distributed Map'],
  ['ToleratedFailurePercentage', 'the distributed Map'],
  ['ToleratedFailurePercentagePath', 'the distributed Map'],
  ['Credentials', 'roles of other accounts'],
]);

/** Why a state cannot have the fields that it has; undefined when it can. */
export function fieldProblem(type: string, fields: readonly string[], jsonata: boolean): string | undefined {
  const known = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
  if (known === undefined) return `Type "${type}" is no type of a state`;
  const language = jsonata ? 'jsonata' : 'path';
  const allowed = new Set([...EVERY, ...known.both, ...known[language]]);
  for (const field of fields) {
    const feature = REFUSED.get(field);
    if (feature !== undefined) return `"${field}" (${feature}) is not supported by the local stack`;
    if (!allowed.has(field))
      return `"${field}" is no field of a ${type} state in ${jsonata ? 'JSONata' : 'JSONPath'}`;
  }
  return undefined;
}
