import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { type JsonOperation, operation } from '../../../gateway/json-service.ts';
import { noSuchGroup, noSuchStream } from '../errors.ts';
import { existingGroup, groupText, type LogGroups } from '../log-groups.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS = [
  ...[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731],
  ...[1096, 1827, 2192, 2557, 2922, 3288, 3653],
];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const newName = z.string().regex(/^[\w.\-/#]{1,512}$/, 'must be 1 to 512 letters, digits, _, -, /, . and #');
const createInput = z.strictObject({ logGroupName: newName });
const retentionInput = z.strictObject({
  logGroupName: groupText,
  retentionInDays: z
    .int()
    .refine((days) => RETENTION_DAYS.includes(days), `must be one of ${RETENTION_DAYS.join(', ')}`),
});

const deleteInput = z.strictObject({ logGroupName: groupText });
/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html */
const newStream = z.string().regex(/^[^:*]{1,512}$/, 'must be 1 to 512 characters other than : and *');
const streamInput = z.strictObject({ logGroupName: groupText, logStreamName: newStream });

/** The operations that make groups and streams, and delete them. */
export const MAKE_OPERATIONS: Readonly<Record<string, JsonOperation<LogGroups>>> = {
  CreateLogGroup: operation(createInput, ({ store }: LogGroups, { logGroupName }) => {
    if (store.createGroup(logGroupName)) return undefined;
    throw alreadyThere('group');
  }),
  DeleteLogGroup: operation(deleteInput, ({ store }: LogGroups, { logGroupName }) => {
    if (store.deleteGroup(logGroupName)) return undefined;
    throw noSuchGroup();
  }),
  PutRetentionPolicy: operation(retentionInput, ({ store }: LogGroups, input) => {
    if (store.setRetention(input.logGroupName, input.retentionInDays)) return undefined;
    throw noSuchGroup();
  }),
  DeleteRetentionPolicy: operation(deleteInput, ({ store }: LogGroups, { logGroupName }) => {
    if (store.setRetention(logGroupName, undefined)) return undefined;
    throw noSuchGroup();
  }),
  CreateLogStream: operation(streamInput, (groups: LogGroups, { logGroupName, logStreamName }) => {
    if (groups.store.createStream(existingGroup(groups, { logGroupName }), logStreamName)) return undefined;
    throw alreadyThere('stream');
  }),
  DeleteLogStream: operation(streamInput, (groups: LogGroups, { logGroupName, logStreamName }) => {
    if (groups.store.deleteStream(existingGroup(groups, { logGroupName }), logStreamName)) return undefined;
    throw noSuchStream();
  }),
};

function alreadyThere(what: 'group' | 'stream'): ApiError {
  return new ApiError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);
}
