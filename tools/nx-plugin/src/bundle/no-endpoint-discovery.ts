/**
 * Stands in a bundle for `@aws-sdk/middleware-endpoint-discovery`: clients of DynamoDB ask the service for another
 * address only where a setting says so, and no operation of theirs needs one. Its cache is four packages and 3 KB of a
 * zip. A workspace that sets `endpointDiscoveryEnabled` takes the alias out of `bundle-options.ts`.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoint-discovery.html
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => undefined,
  configFileSelector: () => undefined,
  default: undefined,
};

export function resolveEndpointDiscoveryConfig<Given extends object>(input: Given) {
  if ('endpointDiscoveryEnabled' in input && input.endpointDiscoveryEnabled === true)
    throw new Error(
      'This bundle leaves out the endpoint discovery of the AWS SDK: take @aws-sdk/middleware-endpoint-discovery out of the alias in bundle-options.ts',
    );
  const isDiscovered = async () => false;
  return Object.assign(input, {
    endpointDiscoveryEnabled: isDiscovered,
    isClientEndpointDiscoveryEnabled: false,
  });
}
