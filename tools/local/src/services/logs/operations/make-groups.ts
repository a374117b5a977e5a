import * as z from 'zod';
import { ApiError } from '../../../gateway/api-error.ts';
import { operation } from '../../../gateway/json-service.ts';
import { noSuchGroup } from '../errors.ts';
import { groupText, type LogGroups } from '../log-groups.ts';

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

export const createLogGroup = operation(createInput, ({ store }: LogGroups, { logGroupName }) => {
  if (store.createGroup(logGroupName)) return undefined;
  throw new ApiError('ResourceAlreadyExistsException', 'The specified log group already exists');
});

export const putRetentionPolicy = operation(retentionInput, ({ store }: LogGroups, input) => {
  if (store.setRetention(input.logGroupName, input.retentionInDays)) return undefined;
  throw noSuchGroup();
});
