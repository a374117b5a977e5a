/** For requests to Lambda: the gateway reads the service and the caller of it, and nothing else. */
export const LAMBDA_AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0';
