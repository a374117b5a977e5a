import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { HanokRestApi } from './hanok-rest-api.ts';

/** `POST /training` and `GET /training/{id}`, open to all. */
export class TrainingApi extends HanokRestApi {
  constructor(scope: Construct, id: string, functions: { start: Function; reader: Function }) {
    super(scope, id, {
      name: 'Training',
      accepted: acceptedFindings,
      // Each one may be an execution, which costs more than a request.
      throttling: { '/training/POST': { rateLimit: 20, burstLimit: 40 } },
    });
    this.addRoute('POST', 'training', functions.start);
    this.addRoute('GET', 'training/{id}', functions.reader);
  }
}

const openToAll = 'Trainings are public: anybody may start one, and look at one whose id is known.';
const acceptedFindings = {
  'AwsSolutions-APIG2': 'The functions parse body and path with a schema and answer 400 themselves.',
  'AwsSolutions-APIG3': 'Small public answers behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': openToAll,
  'AwsSolutions-COG4': openToAll,
};
