/** Answers by which all of a batch succeeded, each with what it is. */
export const successAnswers: readonly [string, string][] = [
  ['an empty list', '{"batchItemFailures":[]}'],
  ['a null list', '{"batchItemFailures":null}'],
  ['no list', '{"statusCode":200}'],
  ['an empty answer', '{}'],
  ['a null answer', 'null'],
  ['no answer', ''],
];

/** Answers by which all of a batch failed; `ID` stands for one of its identifiers. */
export const malformedAnswers: readonly [string, string][] = [
  ['invalid JSON', '{"batchItemFailures":['],
  ['a plain text', '"done"'],
  ['a list that is none', '{"batchItemFailures":{"itemIdentifier":"ID"}}'],
  ['an empty itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
  ['a null itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
  ['a number for an itemIdentifier', '{"batchItemFailures":[{"itemIdentifier":1}]}'],
  ['a missing itemIdentifier', '{"batchItemFailures":[{}]}'],
  ['a wrong key name', '{"batchItemFailures":[{"itemidentifier":"ID"}]}'],
  ['an unknown id', '{"batchItemFailures":[{"itemIdentifier":"other"}]}'],
  [
    'an unknown id among known ones',
    '{"batchItemFailures":[{"itemIdentifier":"ID"},{"itemIdentifier":"other"}]}',
  ],
];
