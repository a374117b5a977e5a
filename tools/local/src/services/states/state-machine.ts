/** A deployed state machine, as its CloudFormation resource describes it. */
export type StateMachine = {
  arn: string;
  name: string;
  type: 'STANDARD' | 'EXPRESS';
  /** Amazon States Language, its substitutions made. */
  definition: string;
  roleName: string;
  roleArn: string;
  /** Where its executions are logged, and how much of them. */
  logging?: { logGroup: string; level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF'; includeExecutionData: boolean };
};
