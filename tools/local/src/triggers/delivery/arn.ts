/** The region in an ARN, empty when it has none: `arn:aws:sqs:<region>:<account>:<resource>`. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
