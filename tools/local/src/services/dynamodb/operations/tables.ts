import * as z from 'zod';
import type { Account } from '../../../arn.ts';
import { ApiError } from '../../../gateway/api-error.ts';
import { jsonResponse } from '../../../gateway/json-service.ts';
import type { ServiceRequest } from '../../../gateway/service.ts';
import { changeOutput } from '../engine/engine.ts';
import { tableArn, tableNamed, taggedTable } from '../engine-names.ts';
import * as members from '../input.ts';
import { type TableOperation, tableOperation, type Tables } from '../input.ts';

const timeToLiveSchema = z.looseObject({
  TimeToLiveDescription: z.looseObject({ TimeToLiveStatus: z.string() }),
});
const specificationSchema = z.looseObject({
  TimeToLiveSpecification: z.looseObject({ Enabled: z.boolean() }),
});

type TableInput = z.infer<typeof members.tableMembers>;

const asked = async ({ account, engine }: Tables, input: TableInput, request: ServiceRequest) =>
  changeOutput(await engine.ask(request, byName(account, input)), engine.dialect.clientArns);
const onTable = tableOperation(members.tableMembers, asked);
const onTags = tableOperation(members.taggedMembers, (tables, input, request) =>
  tables.engine.ask(request, withEngineArn(tables, input)),
);

/** The operations on tables, their tags and their expiry. */
export const TABLE_OPERATIONS: Readonly<Record<string, TableOperation>> = {
  CreateTable: tableOperation(members.newTableMembers, asked),
  DeleteTable: onTable,
  DescribeTable: onTable,
  UpdateTable: onTable,
  ListTables: tableOperation(members.noMembers, ({ engine }, input, request) => engine.ask(request, input)),
  DescribeTimeToLive: onTable,
  UpdateTimeToLive: tableOperation(members.tableMembers, async (tables, input, request) => {
    await requireChange(tables, byName(tables.account, input), request);
    return asked(tables, input, request);
  }),
  TagResource: onTags,
  UntagResource: onTags,
  ListTagsOfResource: onTags,
  DescribeContinuousBackups: tableOperation(
    members.tableMembers,
    async ({ account, engine }, input, request) => {
      const { TableName } = byName(account, input);
      const table = await engine.ask(request, { TableName }, 'DescribeTable');
      return table.status === 200 ? jsonResponse('1.0', NO_BACKUPS) : table;
    },
  ),
};

/** AWS refuses to enable what is enabled; the engine does not. */
async function requireChange({ engine }: Tables, input: TableInput, request: ServiceRequest): Promise<void> {
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

function byName(account: Account, input: TableInput): TableInput {
  const { TableName } = input;
  return TableName === undefined ? input : { ...input, TableName: tableNamed(account, TableName) };
}

function withEngineArn({ account, engine }: Tables, input: z.infer<typeof members.taggedMembers>) {
  if (input.ResourceArn === undefined) return input;
  const arn = tableArn(account, taggedTable(account, input.ResourceArn));
  return { ...input, ResourceArn: engine.dialect.engineArn(arn) };
}
