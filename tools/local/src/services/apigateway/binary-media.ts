/** Whether a media type, such as a Content-Type or the first of an Accept header, is among an API's binary types. */
export function isBinary(binaryMediaTypes: readonly string[] = [], header: string | undefined): boolean {
  const mediaType = header?.split(/[;,]/)[0]?.trim().toLowerCase();
  if (mediaType === undefined) return binaryMediaTypes.includes('*/*');
  return binaryMediaTypes.some((type) => {
    const wanted = type.toLowerCase();
    return (
      wanted === '*/*' ||
      wanted === mediaType ||
      (wanted.endsWith('/*') && mediaType.startsWith(wanted.slice(0, -1)))
    );
  });
}
