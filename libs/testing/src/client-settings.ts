const REGION = 'us-east-1';
/** The credentials of every test client; engines take any. */
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The options of an AWS client that talks to the engine at this address. */
export const clientSettings = (endpoint: string) => ({
  endpoint,
  region: REGION,
  credentials: CREDENTIALS,
});

/** The environment in which the clients of a function find the engine of each service, such as `{ S3: endpoint }`. */
export function endpointVariables(endpoints: Readonly<Record<string, string>>): Record<string, string> {
  const byService = Object.entries(endpoints).map(([service, url]) => [`AWS_ENDPOINT_URL_${service}`, url]);
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    ...Object.fromEntries(byService),
  };
}
