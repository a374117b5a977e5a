import {
  CHAT_CONNECTION_TABLE,
  CHAT_MEMBER_TABLE,
  CHAT_MESSAGE_TABLE,
  CHAT_RECEIPT_TABLE,
  CHAT_TICKET_TABLE,
} from '@hanok/chat';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { API_TIMEOUT } from '../../constructs/hanok-rest-api.ts';
import { keptTable } from '../../constructs/kept-table.ts';

type TableName = 'connections' | 'members' | 'messages' | 'receipts';
type Actions = Readonly<Partial<Record<TableName, readonly string[]>>>;

/** What the end of a connection does to the tables. */
const ENDS = { connections: ['UpdateItem', 'Query', 'DeleteItem'], members: ['GetItem', 'UpdateItem'] };

/** What a request takes from the rates of its connection. */
const RATES = ['GetItem', 'UpdateItem'];

/** The tables of the chat and the functions of its routes, each with the actions of its route and no others. */
export class ChatFunctions extends Construct {
  readonly tickets: Table;
  private readonly props: { zips: string; queue: Queue };
  private readonly tables: Readonly<Record<TableName, Table>>;

  constructor(scope: Construct, id: string, props: { zips: string; queue: Queue }) {
    super(scope, id);
    this.props = props;
    this.tables = {
      connections: keptTable(this, 'ConnectionTable', CHAT_CONNECTION_TABLE),
      members: keptTable(this, 'MemberTable', CHAT_MEMBER_TABLE),
      messages: keptTable(this, 'MessageTable', CHAT_MESSAGE_TABLE),
      receipts: keptTable(this, 'ReceiptTable', CHAT_RECEIPT_TABLE),
    };
    this.tickets = keptTable(this, 'TicketTable', CHAT_TICKET_TABLE);
  }

  connect(origin: string): HanokFunction {
    return this.add('Connect', { connections: ['UpdateItem'] }, { ALLOWED_ORIGINS: origin });
  }

  disconnect(): HanokFunction {
    return this.add('Disconnect', ENDS);
  }

  /** The functions of the routes for messages, by route key. */
  routes(leaseSeconds: string): Readonly<Record<string, HanokFunction>> {
    const ofJoined = ['ConditionCheckItem', 'PutItem', 'DeleteItem'];
    const ofMembers = ['GetItem', 'UpdateItem', 'Query'];
    return {
      join: this.add(
        'Join',
        { connections: [...ofJoined, ...RATES], members: ofMembers, messages: ['GetItem', 'Query'] },
        { LEASE_SECONDS: leaseSeconds },
      ),
      message: this.add('Message', {
        ...{ messages: ['GetItem', 'UpdateItem', 'PutItem', 'Query'], receipts: ['GetItem', 'PutItem'] },
        ...{ members: ['GetItem', 'ConditionCheckItem'], connections: ['GetItem', 'UpdateItem'] },
      }),
      typing: this.add('Typing', { members: ['GetItem'], connections: RATES }),
      read: this.add('Read', { messages: ['GetItem'], members: ['GetItem', 'UpdateItem'] }),
      moderate: this.add('Moderate', {
        members: ['GetItem', 'UpdateItem', 'ConditionCheckItem'],
        connections: ['DeleteItem', ...RATES],
      }),
      leave: this.add('Leave', { members: ['GetItem', 'UpdateItem'], connections: ['DeleteItem'] }),
    };
  }

  /** It sends to the connections of the API at `connectionsUrl`. */
  fanOut(connectionsUrl: string): HanokFunction {
    const fanOut = this.add('Fanout', ENDS, { CONNECTIONS_URL: connectionsUrl }, 'own timeout');
    for (const index of Object.keys(CHAT_CONNECTION_TABLE.indexes))
      fanOut.allow(['dynamodb:Query'], `${this.tables.connections.tableArn}/index/${index}`);
    return fanOut;
  }

  /** It ends leases that are over, for connections whose end was lost. */
  sweep(): HanokFunction {
    const actions = { members: ['GetItem', 'UpdateItem'], connections: ['DeleteItem'] };
    const sweep = this.add('Sweep', actions, {}, 'own timeout');
    for (const index of Object.keys(CHAT_MEMBER_TABLE.indexes))
      sweep.allow(['dynamodb:Query'], `${this.tables.members.tableArn}/index/${index}`);
    return sweep;
  }

  authorize(users: { issuer: string; clientId: string }): HanokFunction {
    const variables = { USER_POOL_ISSUER: users.issuer, USER_POOL_CLIENT_ID: users.clientId };
    return this.addForTickets('Authorize', 'DeleteItem', variables);
  }

  ticket(origin: string): HanokFunction {
    return this.addForTickets('Ticket', 'PutItem', { ALLOWED_ORIGINS: origin });
  }

  private addForTickets(
    id: string,
    action: string,
    variables: Readonly<Record<string, string>>,
  ): HanokFunction {
    const added = new HanokFunction(this, id, {
      ...{ name: `chat-${id.toLowerCase()}`, zips: this.props.zips, timeout: API_TIMEOUT },
      environment: { TICKET_TABLE: this.tickets.tableName, ...variables },
    });
    added.allow([`dynamodb:${action}`], this.tickets.tableArn);
    return added;
  }

  private add(
    id: string,
    actions: Actions,
    variables: Readonly<Record<string, string>> = {},
    timeout: 'of the API' | 'own timeout' = 'of the API',
  ): HanokFunction {
    const { queue, zips } = this.props;
    const { connections, members, messages, receipts } = this.tables;
    const tells = !['Connect', 'Read'].includes(id);
    const added = new HanokFunction(this, id, {
      ...{ name: `chat-${id.toLowerCase()}`, zips },
      ...(timeout === 'of the API' && { timeout: API_TIMEOUT }),
      continuesItself: id === 'Fanout',
      environment: {
        ...{ CONNECTION_TABLE: connections.tableName, MEMBER_TABLE: members.tableName },
        ...{ MESSAGE_TABLE: messages.tableName, RECEIPT_TABLE: receipts.tableName },
        ...(tells && { FAN_OUT_QUEUE_URL: queue.queueUrl }),
        ...variables,
      },
    });
    for (const [name, table] of Object.entries(this.tables)) {
      const allowed = Object.entries(actions).find(([each]) => each === name)?.[1] ?? [];
      if (allowed.length > 0)
        added.allow(
          allowed.map((action) => `dynamodb:${action}`),
          table.tableArn,
        );
    }
    if (tells) added.allow(['sqs:SendMessage'], queue.queueArn);
    return added;
  }
}
