import { Aws, CfnCondition, CfnParameter, Fn, type Stack } from 'aws-cdk-lib';

/** Environment variables that say where the crawler may go, and those that a fetch needs beside them. */
export type CrawlerEnvironment = { addresses: Record<string, string>; fetch: Record<string, string> };

/**
 * Parameters of a crawler: `AllowedPorts`, `AllowedHosts` and `ContactUrl`. A host that is allowed is reached whatever
 * its address is, by all who may start a crawl: for tests and demonstrations only.
 */
export function crawlerParameters(stack: Stack): CrawlerEnvironment {
  const addresses = {
    ALLOWED_PORTS: new CfnParameter(stack, 'AllowedPorts', {
      description: 'Ports that may be crawled, commas between',
      default: '80,443',
      allowedPattern: '^[1-9][0-9]{0,4}(,[1-9][0-9]{0,4})*$',
    }).valueAsString,
    ALLOWED_HOSTS: optional(stack, 'AllowedHosts', {
      description:
        'Dangerous: host:port, commas between, crawled whatever their addresses are; empty for none',
      allowedPattern: '^([^,\\s]+:[0-9]+(,[^,\\s]+:[0-9]+)*)?$',
    }),
  };
  const CONTACT_URL = optional(stack, 'ContactUrl', {
    description: 'Page that tells a site whose crawler it is, part of the User-Agent; empty for none',
    allowedPattern: '^(https?://[^\\s]+)?$',
  });
  return { addresses, fetch: { ...addresses, CONTACT_URL } };
}

/** The value of a text parameter, or no value while it is empty. */
function optional(stack: Stack, id: string, props: { description: string; allowedPattern: string }): string {
  const parameter = new CfnParameter(stack, id, { ...props, default: '' });
  const condition = new CfnCondition(stack, `Has${id}`, {
    expression: Fn.conditionNot(Fn.conditionEquals(parameter.valueAsString, '')),
  });
  return Fn.conditionIf(condition.logicalId, parameter.valueAsString, Aws.NO_VALUE).toString();
}
