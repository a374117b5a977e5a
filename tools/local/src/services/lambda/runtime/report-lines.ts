/** The figures of a REPORT line. Durations in milliseconds, memory in MB. */
type Report = {
  requestId: string;
  durationMs: number;
  memorySizeMb: number;
  /** Undefined where the host does not tell. */
  maxMemoryUsedMb: number | undefined;
  /** Only of an invocation that started its environment. */
  initMs: number | undefined;
  /** Set when the platform, not the handler, ended the invocation. */
  status: string | undefined;
};

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}`;
}

/**
 * The REPORT line in Lambda's text format. Initialization is billed.
 * https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/
 */
export function reportLine(report: Report): string {
  const { requestId, durationMs, memorySizeMb, maxMemoryUsedMb, initMs, status } = report;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(Number((durationMs + (initMs ?? 0)).toFixed(2)))} ms`,
    `Memory Size: ${memorySizeMb} MB`,
    maxMemoryUsedMb === undefined ? [] : `Max Memory Used: ${Math.min(maxMemoryUsedMb, memorySizeMb)} MB`,
    initMs === undefined ? [] : `Init Duration: ${initMs.toFixed(2)} ms`,
    status === undefined ? [] : `Status: ${status}`,
  ];
  return fields.flat().join('\t');
}
