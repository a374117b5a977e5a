import * as z from 'zod';
import type { Account } from '../../../arn.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import { jsonResponse } from '../../../gateway/json-service.ts';
import type { ServiceRequest } from '../../../gateway/service.ts';
import { changeOutput } from '../engine.ts';
import { clientArns, engineArn, tableNameOf } from '../engine-names.ts';
import { type Input, type TableOperation, tableOperation, type Tables } from '../input.ts';

const timeToLiveSchema = z.looseObject({
  TimeToLiveDescription: z.looseObject({ TimeToLiveStatus: z.string() }),
});
const specificationSchema = z.looseObject({
  TimeToLiveSpecification: z.looseObject({ Enabled: z.boolean() }),
});

const asked = tableOperation(async ({ account, engine }, input, request) =>
  changeOutput(await engine.ask(request, engineInput(account, input)), (output) =>
    clientArns(account, output),
  ),
);
const tags = tableOperation(({ account, engine }, input, request) =>
  engine.ask(request, engineInput(account, input)),
);

/** The operations on tables, their tags and their expiry. */
export const TABLE_OPERATIONS: Readonly<Record<string, TableOperation>> = {
  CreateTable: asked,
  DeleteTable: asked,
  DescribeTable: asked,
  UpdateTable: asked,
  ListTables: asked,
  DescribeTimeToLive: asked,
  UpdateTimeToLive: tableOperation(async (tables, input, request) => {
    await requireChange(tables, engineInput(tables.account, input), request);
    return asked(tables, input, request);
  }),
  TagResource: tags,
  UntagResource: tags,
  ListTagsOfResource: tags,
  DescribeContinuousBackups: tableOperation(async ({ account, engine }, input, request) => {
    const { TableName } = engineInput(account, input);
    const table = await engine.ask(request, { TableName }, 'DescribeTable');
    return table.status === 200 ? jsonResponse('1.0', NO_BACKUPS) : table;
  }),
};

/** AWS refuses to enable what is enabled; the engine does not. */
async function requireChange({ engine }: Tables, input: Input, request: ServiceRequest): Promise<void> {
  const wanted = specificationSchema.safeParse(input);
  const answer = await engine.ask(request, { TableName: input.TableName }, 'DescribeTimeToLive');
  if (!wanted.success || answer.status !== 200) return;
  const described = timeToLiveSchema.parse(JSON.parse(answer.body.toString()));
  const status = wanted.data.TimeToLiveSpecification.Enabled ? 'ENABLED' : 'DISABLED';
  if (described.TimeToLiveDescription.TimeToLiveStatus !== status) return;
  throw new ApiError('ValidationException', `TimeToLive is already ${status.toLowerCase()}`);
}

/** The stack keeps no backups, and says so. */
const NO_BACKUPS = {
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'DISABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  },
};

function engineInput(account: Account, input: Input): Input {
  const { TableName, ResourceArn } = input;
  return {
    ...input,
    ...(TableName === undefined ? {} : { TableName: tableNameOf(account, TableName) }),
    ...(ResourceArn === undefined ? {} : { ResourceArn: engineArn(account, ResourceArn) }),
  };
}
