import { CRAWL_TABLE, crawlMachine, HOST_TABLE, PAGE_TABLE } from '@hanok/crawling';
import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { alarmOnFailureRate } from './crawler-alarm.ts';
import { type CrawlerEnvironment, crawlerParameters } from './crawler-parameters.ts';
import { createDashboard } from '../../constructs/dashboard.ts';
import { HanokFunction, type HanokFunctionProps } from '../../constructs/hanok-function.ts';
import { API_TIMEOUT, HanokRestApi } from '../../constructs/hanok-rest-api.ts';
import { keptTable } from '../../constructs/kept-table.ts';
import { WorkflowMachine } from '../../constructs/workflow-machine.ts';

/** Crawls one page at a time: a machine of fetch, store and fail, started and looked at over an API. */
export class CrawlerStack extends Stack {
  private readonly zips: string;
  private readonly tables: { pages: Table; crawls: Table; hosts: Table };
  private readonly variables: CrawlerEnvironment;

  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'A crawler of one page at a time', analyticsReporting: false });
    this.zips = props.zips;
    this.tables = {
      pages: keptTable(this, 'PageTable', PAGE_TABLE),
      crawls: keptTable(this, 'CrawlTable', CRAWL_TABLE),
      hosts: keptTable(this, 'HostTable', HOST_TABLE),
    };
    this.variables = crawlerParameters(this);
    const machine = new WorkflowMachine(this, 'Machine', {
      name: 'Crawl',
      machine: crawlMachine,
      functions: {
        'crawl-fetch': this.addFetch().function,
        'crawl-store': this.addStore().function,
        'crawl-fail': this.addFail().function,
      },
    });
    const api = new CrawlerApi(this, 'Api', {
      start: this.addStart(machine).function,
      reader: this.addReader(machine).function,
    });
    createDashboard(this);
    new CfnOutput(this, 'CrawlApiUrl', { value: api.url });
    new CfnOutput(this, 'CrawlStateMachineArn', { value: machine.arn });
  }

  /** A fetch ends itself after 10 s of the site's time; a page of 5 MB is unpacked and read meanwhile. */
  private addFetch(): HanokFunction {
    const { hosts } = this.tables;
    const fetch = this.addFunction('CrawlFetch', {
      name: 'crawl-fetch',
      environment: { ...this.variables.fetch, HOST_TABLE: hosts.tableName },
      timeout: Duration.seconds(30),
      memorySize: 512,
    });
    // Robots.txt files are got and put; turns are got, put, taken by an update and deleted.
    fetch.allow(
      ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      hosts.tableArn,
    );
    alarmOnFailureRate(fetch);
    return fetch;
  }

  private addStore(): HanokFunction {
    const { pages, crawls } = this.tables;
    const environment = { PAGE_TABLE: pages.tableName, CRAWL_TABLE: crawls.tableName };
    const store = this.addFunction('CrawlStore', { name: 'crawl-store', environment });
    store.allow(['dynamodb:PutItem'], pages.tableArn);
    store.allow(['dynamodb:PutItem'], crawls.tableArn);
    return store;
  }

  private addFail(): HanokFunction {
    const { crawls } = this.tables;
    const environment = { CRAWL_TABLE: crawls.tableName };
    const fail = this.addFunction('CrawlFail', { name: 'crawl-fail', environment });
    fail.allow(['dynamodb:PutItem'], crawls.tableArn);
    return fail;
  }

  private addStart(machine: WorkflowMachine): HanokFunction {
    const environment = { ...this.variables.addresses, STATE_MACHINE_ARN: machine.arn };
    const start = this.addFunction('CrawlStart', { name: 'crawl-start', environment, timeout: API_TIMEOUT });
    machine.allowStart(start);
    return start;
  }

  private addReader(machine: WorkflowMachine): HanokFunction {
    const { crawls } = this.tables;
    const environment = { CRAWL_TABLE: crawls.tableName, STATE_MACHINE_ARN: machine.arn };
    const reader = this.addFunction('CrawlReader', {
      name: 'crawl-reader',
      environment,
      timeout: API_TIMEOUT,
    });
    reader.allow(['dynamodb:GetItem'], crawls.tableArn);
    machine.allowOnExecutions(reader, ['states:DescribeExecution']);
    return reader;
  }

  private addFunction(id: string, props: Omit<HanokFunctionProps, 'zips'>): HanokFunction {
    return new HanokFunction(this, id, { ...props, zips: this.zips });
  }
}

/** `POST /crawl` and `GET /crawl/{id}`, open to all. */
class CrawlerApi extends HanokRestApi {
  constructor(scope: Construct, id: string, functions: { start: Function; reader: Function }) {
    super(scope, id, {
      name: 'Crawl',
      accepted: ACCEPTED_FINDINGS,
      // Each one may be an execution, and a request to the site of another owner.
      throttling: { '/crawl/POST': { rateLimit: 5, burstLimit: 10 } },
    });
    this.addRoute('POST', 'crawl', functions.start);
    this.addRoute('GET', 'crawl/{id}', functions.reader);
  }
}

const OPEN_TO_ALL =
  'Crawls are public: a crawl reaches public addresses only, one page at a time as its site allows, and few start at once.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG2': 'The functions parse body and path with a schema and answer 400 themselves.',
  'AwsSolutions-APIG3': 'Small public answers behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': OPEN_TO_ALL,
  'AwsSolutions-COG4': OPEN_TO_ALL,
};
