import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { HanokRestApi } from './hanok-rest-api.ts';

/** `GET /ranking` and `GET /ranking/{player}`, answered by one function. */
export class RankingApi extends HanokRestApi {
  constructor(scope: Construct, id: string, reader: Function) {
    super(scope, id, { name: 'GomokuAPI', accepted: acceptedFindings });
    this.addRoute('GET', 'ranking', reader);
    this.addRoute('GET', 'ranking/{player}', reader);
  }
}

const openToAll = 'The ranking is public: game clients read it without an identity.';
const acceptedFindings = {
  'AwsSolutions-APIG2': 'The function parses every parameter with a schema and answers 400 itself.',
  'AwsSolutions-APIG3':
    'A public read-only answer of bounded size behind stage throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': openToAll,
  'AwsSolutions-COG4': openToAll,
};
