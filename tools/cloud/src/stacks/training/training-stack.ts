import { DRILLS, TRAINING_TABLE, trainingMachine } from '@hanok/training';
import { CfnOutput, type Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { createDashboard } from '../../constructs/dashboard.ts';
import { HanokFunction } from '../../constructs/hanok-function.ts';
import { API_TIMEOUT, HanokRestApi } from '../../constructs/hanok-rest-api.ts';
import { keptTable } from '../../constructs/kept-table.ts';
import { WorkflowMachine } from '../../constructs/workflow-machine.ts';

/** The training of young footballers: a machine of five drills, started and looked at over an API. */
export class TrainingStack extends Stack {
  private readonly zips: string;

  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Youth football training', analyticsReporting: false });
    this.zips = props.zips;
    const trainings = keptTable(this, 'TrainingTable', TRAINING_TABLE);
    const machine = new WorkflowMachine(this, 'Machine', {
      name: 'Training',
      machine: trainingMachine,
      functions: Object.fromEntries(
        [...Object.keys(DRILLS), 'training-fail'].map((name) => [
          name,
          this.addStep(name, trainings).function,
        ]),
      ),
    });
    const api = new TrainingApi(this, 'Api', {
      start: this.addStart(machine).function,
      reader: this.addReader(machine, trainings).function,
    });
    createDashboard(this);
    new CfnOutput(this, 'TrainingApiUrl', { value: api.url });
    new CfnOutput(this, 'TrainingStateMachineArn', { value: machine.arn });
  }

  private addStep(name: string, trainings: Table): HanokFunction {
    const step = this.addFunction(name, { TRAINING_TABLE: trainings.tableName });
    step.allow(['dynamodb:PutItem'], trainings.tableArn);
    return step;
  }

  private addStart(machine: WorkflowMachine): HanokFunction {
    const start = this.addFunction('training-start', { STATE_MACHINE_ARN: machine.arn }, API_TIMEOUT);
    machine.allowStart(start);
    return start;
  }

  private addReader(machine: WorkflowMachine, trainings: Table): HanokFunction {
    const environment = { STATE_MACHINE_ARN: machine.arn, TRAINING_TABLE: trainings.tableName };
    const reader = this.addFunction('training-reader', environment, API_TIMEOUT);
    machine.allowOnExecutions(reader, ['states:DescribeExecution', 'states:GetExecutionHistory']);
    reader.allow(['dynamodb:Query'], trainings.tableArn);
    return reader;
  }

  /** The construct is called like the function: `training-free-kick` is `TrainingFreeKick`. */
  private addFunction(name: string, environment: Record<string, string>, timeout?: Duration): HanokFunction {
    const id = name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return new HanokFunction(this, id, { name, zips: this.zips, environment, ...(timeout && { timeout }) });
  }
}

/** `POST /training` and `GET /training/{id}`, open to all. */
class TrainingApi extends HanokRestApi {
  constructor(scope: Construct, id: string, functions: { start: Function; reader: Function }) {
    super(scope, id, {
      name: 'Training',
      accepted: ACCEPTED_FINDINGS,
      // Each one may be an execution, which costs more than a request.
      throttling: { '/training/POST': { rateLimit: 20, burstLimit: 40 } },
    });
    this.addRoute('POST', 'training', functions.start);
    this.addRoute('GET', 'training/{id}', functions.reader);
  }
}

const OPEN_TO_ALL = 'Trainings are public: all may start one, and look at one whose id they know.';
const ACCEPTED_FINDINGS = {
  'AwsSolutions-APIG2': 'The functions parse body and path with a schema and answer 400 themselves.',
  'AwsSolutions-APIG3': 'Small public answers behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': OPEN_TO_ALL,
  'AwsSolutions-COG4': OPEN_TO_ALL,
};
