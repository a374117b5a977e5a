import * as z from 'zod';
import { jsonResponse } from '../../gateway/aws-json.ts';
import type { ServiceRequest, ServiceResponse } from '../../gateway/service.ts';
import { DynamodbError } from './dynamodb-error.ts';
import { changeOutput, type Engine } from './engine.ts';
import { clientArns } from './client-arns.ts';
import { engineArn, type Place, tableNameOf } from './engine-names.ts';
import type { Input } from './input.ts';

type Handler = (request: ServiceRequest, input: Input) => Promise<ServiceResponse>;

const timeToLiveSchema = z.looseObject({
  TimeToLiveDescription: z.looseObject({ TimeToLiveStatus: z.string() }),
});
const specificationSchema = z.looseObject({
  TimeToLiveSpecification: z.looseObject({ Enabled: z.boolean() }),
});

/** The operations on tables, their tags and their expiry. */
export function tableOperations(place: Place, engine: Engine): Readonly<Record<string, Handler>> {
  const asked: Handler = async (request, input) =>
    changeOutput(await engine.ask(request, engineInput(place, input)), (output) => clientArns(place, output));
  const tags: Handler = (request, input) => engine.ask(request, engineInput(place, input));
  return {
    CreateTable: asked,
    DeleteTable: asked,
    DescribeTable: asked,
    UpdateTable: asked,
    ListTables: asked,
    DescribeTimeToLive: asked,
    UpdateTimeToLive: async (request, input) => {
      await requireChange(request, engineInput(place, input));
      return asked(request, input);
    },
    TagResource: tags,
    UntagResource: tags,
    ListTagsOfResource: tags,
    DescribeContinuousBackups: async (request, input) => {
      const table = await engine.ask(
        request,
        { TableName: engineInput(place, input).TableName },
        'DescribeTable',
      );
      return table.status === 200 ? jsonResponse('1.0', NO_BACKUPS) : table;
    },
  };

  /** AWS refuses to enable what is enabled; the engine does not. */
  async function requireChange(request: ServiceRequest, input: Input): Promise<void> {
    const wanted = specificationSchema.safeParse(input);
    const answer = await engine.ask(request, { TableName: input.TableName }, 'DescribeTimeToLive');
    if (!wanted.success || answer.status !== 200) return;
    const { TimeToLiveStatus } = timeToLiveSchema.parse(
      JSON.parse(answer.body.toString()),
    ).TimeToLiveDescription;
    const status = wanted.data.TimeToLiveSpecification.Enabled ? 'ENABLED' : 'DISABLED';
    if (TimeToLiveStatus !== status) return;
    throw new DynamodbError('ValidationException', `TimeToLive is already ${status.toLowerCase()}`);
  }
}

/** The stack keeps no backups, and says so. */
const NO_BACKUPS = {
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: 'DISABLED',
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
  },
};

function engineInput(place: Place, input: Input): Input {
  const { TableName, ResourceArn } = input;
  return {
    ...input,
    ...(TableName === undefined ? {} : { TableName: tableNameOf(place, TableName) }),
    ...(ResourceArn === undefined ? {} : { ResourceArn: engineArn(place, ResourceArn) }),
  };
}
