/** What SQS took at most in one message when this queue was first built; longer ones are refused by the same rules. */
export const MAX_BODY_BYTES = 262_144;

/** A body that is valid but for the raw JSON of some fields. */
export const bodyWith = (fields: Record<string, string>): string => {
  const valid = { PlayerName: '"valid"', WinDiff: '1', LoseDiff: '0', ScoreDiff: '100' };
  const members = Object.entries({ ...valid, ...fields }).map(
    ([name, json]) => `${JSON.stringify(name)}:${json}`,
  );
  return `{${members.join(',')}}`;
};

const NUMBER = 'expected number';

/** Bodies that are refused, each with the whole reason. */
export const REFUSED: [what: string, body: string, reason: string][] = [
  ['nothing', '', 'not valid JSON'],
  ['a cut body', bodyWith({}).slice(0, -1), 'not valid JSON'],
  ['two bodies in one', bodyWith({}) + bodyWith({}), 'not valid JSON'],
  ['a byte order mark', `\ufeff${bodyWith({})}`, 'not valid JSON'],
  ['single quotes', bodyWith({}).replaceAll('"', "'"), 'not valid JSON'],
  ['a raw line break in a text', bodyWith({ PlayerName: '"a\nb"' }), 'not valid JSON'],
  ['a raw NUL', `${bodyWith({})}\0`, 'not valid JSON'],
  ['null', 'null', 'expected object'],
  ['a list of results', `[${bodyWith({})}]`, 'expected object'],
  ['JSON in JSON', JSON.stringify(bodyWith({})), 'expected object'],
  ['no field', '{}', 'PlayerName: missing; WinDiff: missing; LoseDiff: missing; ScoreDiff: missing'],
  [
    'fields in another case',
    '{"playerName":"a","WinDiff":1,"LoseDiff":0,"ScoreDiff":1}',
    'PlayerName: missing',
  ],
  ['NaN', bodyWith({ ScoreDiff: 'NaN' }), 'not valid JSON'],
  ['Infinity', bodyWith({ ScoreDiff: '-Infinity' }), 'not valid JSON'],
  ['a hexadecimal number', bodyWith({ ScoreDiff: '0x10' }), 'not valid JSON'],
  ['a leading zero', bodyWith({ ScoreDiff: '0100' }), 'not valid JSON'],
  ['1e309', bodyWith({ ScoreDiff: '1e309' }), `ScoreDiff: ${NUMBER}`],
  ['-1e309', bodyWith({ WinDiff: '-1e309' }), `WinDiff: ${NUMBER}`],
  ['a float', bodyWith({ WinDiff: '0.1' }), 'WinDiff: expected int'],
  ['a float close to nothing', bodyWith({ LoseDiff: '5e-324' }), 'LoseDiff: expected int'],
  ['a number over the bound', bodyWith({ ScoreDiff: '1000000001' }), 'ScoreDiff: at most 1000000000'],
  ['a number as text', bodyWith({ ScoreDiff: '"100"' }), `ScoreDiff: ${NUMBER}`],
  ['a boolean', bodyWith({ WinDiff: 'true' }), `WinDiff: ${NUMBER}`],
  ['null for a number', bodyWith({ LoseDiff: 'null' }), `LoseDiff: ${NUMBER}`],
  ['a list for a number', bodyWith({ LoseDiff: '[1]' }), `LoseDiff: ${NUMBER}`],
  [
    'an object for a name',
    bodyWith({ PlayerName: '{"__proto__":{"S":"x"}}' }),
    'PlayerName: expected string',
  ],
  ['null for a name', bodyWith({ PlayerName: 'null' }), 'PlayerName: expected string'],
  ['an empty name', bodyWith({ PlayerName: '""' }), 'PlayerName: at least 1 characters'],
  ['a lone surrogate', bodyWith({ PlayerName: '"\\ud83d"' }), 'PlayerName: has a lone surrogate'],
  [
    'a name of 2,049 bytes',
    bodyWith({ PlayerName: `"${'a'.repeat(2049)}"` }),
    'PlayerName: at most 2048 bytes of UTF-8',
  ],
  [
    '683 syllables',
    bodyWith({ PlayerName: `"${'가'.repeat(683)}"` }),
    'PlayerName: at most 2048 bytes of UTF-8',
  ],
  ['an empty ResultId', bodyWith({ ResultId: '""' }), 'ResultId: at least 1 characters'],
  [
    'an over-long ResultId',
    bodyWith({ ResultId: `"${'a'.repeat(1025)}"` }),
    'ResultId: at most 1024 bytes of UTF-8',
  ],
  ['null for a ResultId', bodyWith({ ResultId: 'null' }), 'ResultId: expected string'],
  ['a key twice', bodyWith({}).replace('{', '{"ScoreDiff":9,'), 'a key stands twice'],
  ['a key twice, escaped once', bodyWith({}).replace('{', '{"\\u0053coreDiff":9,'), 'a key stands twice'],
  ['__proto__ twice', bodyWith({}).replace('{', '{"__proto__":1,"__proto__":2,'), 'a key stands twice'],
  ['a key twice, deep inside', bodyWith({ more: '[{"a":{"b":1,"b":2}}]' }), 'a key stands twice'],
];

const filled = (before: string, unit: string, after: string) =>
  before + unit.repeat(Math.floor((MAX_BODY_BYTES - before.length - after.length) / unit.length)) + after;

/** Bodies of 256 KB that are refused, each with the whole reason. */
export const REFUSED_LARGE: typeof REFUSED = [
  [
    'a name of 256 KB',
    filled('{"PlayerName":"', 'a', '","WinDiff":1,"LoseDiff":0,"ScoreDiff":1}'),
    'PlayerName: at most 2048 bytes of UTF-8',
  ],
  [
    'a number of 256 KB',
    filled('{"PlayerName":"a","WinDiff":1,"LoseDiff":0,"ScoreDiff":', '9', '}'),
    `ScoreDiff: ${NUMBER}`,
  ],
  ['256 KB of blanks', ' '.repeat(MAX_BODY_BYTES), 'not valid JSON'],
  ['256 KB of NUL', '\0'.repeat(MAX_BODY_BYTES), 'not valid JSON'],
  ['256 KB of quotes', '"'.repeat(MAX_BODY_BYTES), 'not valid JSON'],
  ['256 KB of backslashes', filled('"', '\\\\', '"'), 'expected object'],
  ['130,000 open brackets', '['.repeat(MAX_BODY_BYTES / 2), 'not valid JSON'],
  [
    'lists nested 130,000 deep',
    '['.repeat(MAX_BODY_BYTES / 2) + ']'.repeat(MAX_BODY_BYTES / 2),
    'expected object',
  ],
];

/** Odd bodies that say a result all the same; `PLAYER` stands for the name. */
export const TAKEN: [what: string, body: string][] = [
  [
    'the spelling of the tutorial',
    '{ "PlayerName" : "PLAYER" , "WinDiff" : 1, "LoseDiff" : 0, "ScoreDiff" : 100 }',
  ],
  ['blanks around it', ` \r\n\t${bodyWith({ PlayerName: '"PLAYER"' })}\n `],
  [
    'whole numbers written as floats',
    bodyWith({ PlayerName: '"PLAYER"', WinDiff: '1.0', LoseDiff: '-0', ScoreDiff: '1e2' }),
  ],
  ['an own __proto__', bodyWith({ PlayerName: '"PLAYER"' }).replace('{', '{"__proto__":{"ScoreDiff":7},')],
  ['an own constructor', bodyWith({ PlayerName: '"PLAYER"', constructor: '{"prototype":{"ScoreDiff":7}}' })],
  ['fields of its own', bodyWith({ PlayerName: '"PLAYER"', Score: '"7"', TableName: '"x"' })],
  ['escaped letters', bodyWith({ PlayerName: '"PLAYER"' }).replace('WinDiff', '\\u0057inDiff')],
  ['256 KB of blanks', filled(bodyWith({ PlayerName: '"PLAYER"' }), ' ', '')],
  [
    'a further field of 256 KB',
    filled(`${bodyWith({ PlayerName: '"PLAYER"' }).slice(0, -1)},"more":"`, 'a', '"}'),
  ],
  [
    '25,000 further fields',
    `${bodyWith({ PlayerName: '"PLAYER"' }).slice(0, -1)}${Array.from({ length: 25_000 }, (_, i) => `,"${i}":0`).join('')}}`,
  ],
];

/** Names that JavaScript, DynamoDB, this table's own keys or a shell could take for something else. */
export const ODD_NAMES = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'PlayerName',
    'Score',
    ':score',
    '#name',
  ],
  ...[
    'result#1',
    'message#1',
    'attribute_exists(Score)',
    '{"S":"a"}',
    '$ne',
    '%00',
    '\\u0000',
    '../../etc/passwd',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\0',
    'a\0b',
    '\u001b[31m',
    '\u007f',
    '\u0085',
    '\u2028',
    '\ufeff',
    '\ufeffBOM',
    '\ufffd',
  ],
  ...[
    '\u200b',
    '\u202etxt.exe',
    '\u{e0001}',
    '\uffff',
    '\u{10ffff}',
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
  ],
  ...['\u00e9', 'e\u0301', '가', '\u1100\u1161', 'ﬁ', 'fi', 'İ', 'ß', 'Ω', 'Ω', 'a', 'A', 'a ', ' a'],
  ...[
    'a'.repeat(2048),
    '가'.repeat(682),
    '😀'.repeat(512),
    '0',
    '-0',
    '1e309',
    'NaN',
    'null',
    'undefined',
    'true',
  ],
];
