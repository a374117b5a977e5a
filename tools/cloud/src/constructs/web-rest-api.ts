import {
  type IRequestValidator,
  JsonSchemaType,
  JsonSchemaVersion,
  type Model,
  ResponseType,
} from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import { HanokRestApi, type HanokRestApiProps } from './hanok-rest-api.ts';

type WebRestApiProps = HanokRestApiProps & {
  /** The one origin whose pages may read the answers, or `*`. */
  origin: string;
  /** The field that a body must have. */
  bodyField: string;
};

/**
 * A REST API for pages: its own answers have the CORS header and the shape of the functions' answers, `{ Error }` and
 * with 5XX a `Reference`, the request id of the access log. Functions answer the preflights themselves.
 */
export class WebRestApi extends HanokRestApi {
  protected readonly validator: IRequestValidator;
  protected readonly bodyModel: Model;

  constructor(scope: Construct, id: string, props: WebRestApiProps) {
    super(scope, id, props);
    this.validator = this.api.addRequestValidator('RequestValidator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    this.bodyModel = this.addBodyModel(props.bodyField);
    this.addGatewayResponses(props);
  }

  /** No more than one field: API Gateway does not say which one of several is at fault, the function does. */
  private addBodyModel(bodyField: string): Model {
    return this.api.addModel('BodyModel', {
      contentType: 'application/json',
      schema: { schema: JsonSchemaVersion.DRAFT4, type: JsonSchemaType.OBJECT, required: [bodyField] },
    });
  }

  private addGatewayResponses({ origin, bodyField }: WebRestApiProps): void {
    const message = '"Error":$context.error.messageString';
    const bodies = [
      [ResponseType.DEFAULT_4XX, `{${message}}`],
      [ResponseType.DEFAULT_5XX, `{${message},"Reference":"$context.requestId"}`],
      [ResponseType.BAD_REQUEST_BODY, `{"Error":"body: expected a JSON object with ${bodyField}"}`],
    ] as const;
    for (const [type, body] of bodies) {
      this.api.addGatewayResponse(type.responseType, {
        type,
        responseHeaders: { 'Access-Control-Allow-Origin': `'${origin}'` },
        templates: { 'application/json': body },
      });
    }
  }
}
