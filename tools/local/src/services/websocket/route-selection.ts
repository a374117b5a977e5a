const FORM = '$request.body.NAME, or text with ${request.body.NAME} in it';
const WHOLE = /^\$(request\.body(?:\.[\w-]+)+)$/;
const PIECE = /\$\{(request\.body(?:\.[\w-]+)+)\}/g;

/**
 * The route key that a message selects by an expression such as `$request.body.action` or
 * `${request.body.kind}/${request.body.action}`, in which a member that is missing is empty; undefined when the message is
 * no JSON. Throws for an expression that reads anything but the body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export function routeSelection(expression: string): (body: string) => string | undefined {
  const whole = WHOLE.exec(expression)?.[1];
  const template = whole === undefined ? expression : `\${${whole}}`;
  if (template.replaceAll(PIECE, '').includes('$'))
    throw new Error(`the route selection expression ${expression} must be ${FORM}`);
  return (body) => {
    const message = parseJson(body);
    if (message === undefined) return undefined;
    return template.replaceAll(PIECE, (_all, path: string) => textAt(message, path.split('.').slice(2)));
  };
}

function textAt(message: unknown, path: readonly string[]): string {
  const value = path.reduce(memberOf, message);
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return new Map(Object.entries(value)).get(name);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
