import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { WebRestApi } from './web-rest-api.ts';

/** `GET /hello`, `POST /greetings` and `GET /greetings/{name}`, answered by one function and open to all. */
export class HelloApi extends WebRestApi {
  constructor(scope: Construct, id: string, props: { origin: string; helloWorld: Function }) {
    const { origin, helloWorld } = props;
    super(scope, id, { name: 'Hello', origin, bodyField: 'Name', accepted: acceptedFindings });
    const checked = { requestValidator: this.validator };
    const ofName = { ...checked, requestParameters: { 'method.request.path.name': true } };
    const greeting = { ...checked, requestModels: { 'application/json': this.bodyModel } };
    this.addRoute('GET', 'hello', helloWorld, checked);
    this.addRoute('POST', 'greetings', helloWorld, greeting);
    this.addRoute('GET', 'greetings/{name}', helloWorld, ofName);
    for (const path of ['hello', 'greetings', 'greetings/{name}']) this.addRoute('OPTIONS', path, helloWorld);
  }
}

const openToAll = 'Greetings are public: whoever knows a name may greet it and read its greetings.';
const acceptedFindings = {
  'AwsSolutions-APIG3': 'Small public answers behind throttling; a web ACL costs more than it saves.',
  'AwsSolutions-APIG4': openToAll,
  'AwsSolutions-COG4': openToAll,
};
