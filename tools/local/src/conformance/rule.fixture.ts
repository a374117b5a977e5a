/** One rule of AWS's developer guides, the page that it stands on, and the run that shows it. */
export type Rule<World> = { rule: string; source: string; shows: (world: World) => Promise<void> };

/** What a page of AWS's guides is named like. */
export const SOURCE_PAGE = /^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/;

const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg';

/** The pages of AWS that the rules come from. */
export const pages = {
  sqs: `${LAMBDA}/with-sqs.html`,
  sqsConfigure: `${LAMBDA}/services-sqs-configure.html`,
  sqsErrors: `${LAMBDA}/services-sqs-errorhandling.html`,
  sqsScaling: `${LAMBDA}/services-sqs-scaling.html`,
  sqsFilters: `${LAMBDA}/with-sqs-filtering.html`,
  deadLetters:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html',
  visibility:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html',
  stream: `${LAMBDA}/with-ddb.html`,
  streamParameters: `${LAMBDA}/services-ddb-params.html`,
  streamReports: `${LAMBDA}/services-ddb-batchfailurereporting.html`,
  streamErrors: `${LAMBDA}/services-dynamodb-errors.html`,
  streamFilters: `${LAMBDA}/with-ddb-filtering.html`,
  permissions: `${LAMBDA}/lambda-intro-execution-role.html`,
} as const;
