import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { HanokRestApi } from '../../constructs/hanok-rest-api.ts';

/** `POST /crawl` and `GET /crawl/{id}`, open to all. */
export class CrawlerApi extends HanokRestApi {
  constructor(scope: Construct, id: string, functions: { start: Function; reader: Function }) {
    super(scope, id, {
      name: 'Crawl',
      accepted: acceptedFindings,
      // Each one may be an execution, and a request to somebody's site.
      throttling: { '/crawl/POST': { rateLimit: 5, burstLimit: 10 } },
    });
    this.addRoute('POST', 'crawl', functions.start);
    this.addRoute('GET', 'crawl/{id}', functions.reader);
  }
}

const openToAll =
  'Crawls are public: a crawl reaches public addresses only, one page at a time as its site allows, and few start at once.';
const acceptedFindings = {
  'AwsSolutions-APIG2': 'The functions parse body and path with a schema and answer 400 themselves.',
  'AwsSolutions-APIG3': 'Small public answers behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': openToAll,
  'AwsSolutions-COG4': openToAll,
};
