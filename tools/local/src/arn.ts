/** Where the stack's resources are, as their ARNs say. */
export type Account = { region: string; accountId: string };

/** `arn:aws:<service>:<region>:<account>:<resource>`; some services leave region or account empty. */
export function arnOf(
  service: string,
  { region = '', accountId = '' }: Partial<Account>,
  resource: string,
): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** The parts of an ARN; each is empty when the text has none. */
export function readArn(arn: string): Account & { service: string; resource: string } {
  const [, , service = '', region = '', accountId = '', ...resource] = arn.split(':');
  return { service, region, accountId, resource: resource.join(':') };
}

/** The name at the end of an ARN such as `…:function:<name>`; a name itself as it is. */
export function nameInArn(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf(':') + 1);
}
