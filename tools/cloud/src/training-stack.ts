import { drills, trainingMachine } from '@hanok/training';
import { CfnOutput, type Duration, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { HanokFunction } from './hanok-function.ts';
import { apiTimeout } from './hanok-rest-api.ts';
import { keptTable } from './kept-table.ts';
import { TrainingApi } from './training-api.ts';
import { WorkflowMachine } from './workflow-machine.ts';

/** The training of young footballers: a machine of five drills, started and looked at over an API. */
export class TrainingStack extends Stack {
  private readonly zips: string;

  /** `zips`: folder that holds `<app>/<app>.zip`. */
  constructor(scope: Construct, id: string, props: { zips: string }) {
    super(scope, id, { description: 'Youth football training', analyticsReporting: false });
    this.zips = props.zips;
    const trainings = createTrainingTable(this);
    const machine = new WorkflowMachine(this, 'Machine', {
      name: 'Training',
      machine: trainingMachine,
      functions: Object.fromEntries(
        Object.keys(drills).map((name) => [name, this.addDrill(name, trainings).function]),
      ),
    });
    const api = new TrainingApi(this, 'Api', {
      start: this.addStart(machine).function,
      reader: this.addReader(machine, trainings).function,
    });
    new CfnOutput(this, 'TrainingApiUrl', { value: api.url });
    new CfnOutput(this, 'TrainingStateMachineArn', { value: machine.arn });
  }

  private addDrill(name: string, trainings: Table): HanokFunction {
    const drill = this.addFunction(name, { TRAINING_TABLE: trainings.tableName });
    drill.allow(['dynamodb:PutItem'], trainings.tableArn);
    return drill;
  }

  private addStart(machine: WorkflowMachine): HanokFunction {
    const start = this.addFunction('training-start', { STATE_MACHINE_ARN: machine.arn }, apiTimeout);
    machine.allowStart(start);
    return start;
  }

  private addReader(machine: WorkflowMachine, trainings: Table): HanokFunction {
    const environment = { STATE_MACHINE_ARN: machine.arn, TRAINING_TABLE: trainings.tableName };
    const reader = this.addFunction('training-reader', environment, apiTimeout);
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

/** What was trained, for whom and when: one item for each drill of a training. */
function createTrainingTable(scope: Construct): Table {
  return new Table(scope, 'TrainingTable', {
    ...keptTable,
    tableName: 'Trainings',
    partitionKey: { name: 'TrainingId', type: AttributeType.STRING },
    sortKey: { name: 'Drill', type: AttributeType.STRING },
  });
}
