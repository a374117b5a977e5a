/** The queue's URL below the gateway's base URL. */
export function queueUrl(baseUrl: string, accountId: string, name: string): string {
  return `${baseUrl}/${accountId}/${name}`;
}

/**
 * The queue's name in a URL of the form `<any scheme and host>/<account>/<name>`; undefined for any other form or
 * account. The host is free: a client may reach the gateway as `localhost` or by a name of its own.
 */
export function queueNameOf(url: string, accountId: string): string | undefined {
  const path = /^(?:https?:\/\/[^/]+)?\/(\d{12})\/([\w.-]+)\/?$/.exec(url);
  return path?.[1] === accountId ? path[2] : undefined;
}

/** The ARN of the queue of that name. */
export function queueArn(region: string, accountId: string, name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}
