import {
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
  CHAT_TICKET_TABLE,
} from '@hanok/chat';
import { CRAWL_TABLE, HOST_TABLE, PAGE_TABLE } from '@hanok/crawling';
import { GREETING_TABLE } from '@hanok/greetings';
import { MATCH_TICKET_TABLE, PLAYER_SECRET_TABLE } from '@hanok/matchmaking';
import { PHOTO_TABLE } from '@hanok/photos';
import { FLEET_TABLE, RIDE_RECEIPT_TABLE, RIDE_TABLE } from '@hanok/rides';
import { PLAYER_TABLE, RESULT_RECEIPT_TABLE } from '@hanok/scoring';
import { createTableInput, type TableDefinition } from '@hanok/tables';
import { TRAINING_TABLE } from '@hanok/training';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { deployedResources } from './deployed.fixture.ts';

const definitions: readonly TableDefinition[] = [
  ...[PLAYER_TABLE, RESULT_RECEIPT_TABLE],
  ...[PLAYER_SECRET_TABLE, MATCH_TICKET_TABLE],
  ...[RIDE_TABLE, FLEET_TABLE, RIDE_RECEIPT_TABLE],
  ...[GREETING_TABLE, TRAINING_TABLE, PHOTO_TABLE],
  ...[PAGE_TABLE, CRAWL_TABLE, HOST_TABLE],
  ...[CHAT_CONNECTION_TABLE, CHAT_MEMBER_TABLE, CHAT_MESSAGE_TABLE],
  ...[CHAT_RECEIPT_TABLE, CHAT_TICKET_TABLE],
];
const named = z.object({ Properties: z.object({ TableName: z.string() }) });

/** Every table of every template that deploys. A table without a fixed name is an error. */
const deployed = deployedResources()
  .map(({ resource }) => resource)
  .filter(({ Type }) => Type.startsWith('AWS::DynamoDB::'))
  .map((table) => ({ name: named.parse(table).Properties.TableName, table }));

describe('the tables that deploy', () => {
  it('are those that have a definition, each once', () => {
    const names = definitions.map(({ name }) => name);
    expect(deployed.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  it.each(definitions.map((definition) => [definition.name, definition] as const))(
    '%s is as its definition says, kept when the stack goes and restorable to a point in time',
    (name, definition) => {
      // What specs and benchmarks create, apart from what CloudFormation writes in another way.
      const { StreamSpecification: stream, ...created } = createTableInput(definition);
      expect(deployed.find((each) => each.name === name)?.table).toEqual({
        Type: 'AWS::DynamoDB::Table',
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          ...created,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          ...(definition.expires && {
            TimeToLiveSpecification: { AttributeName: definition.expires, Enabled: true },
          }),
          ...(stream && { StreamSpecification: { StreamViewType: stream.StreamViewType } }),
        },
      });
    },
  );
});
